package coco.node.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A lease ends unless evidence is shown again, and it is shown again without disturbing the connection in use. */
@Timeout(60)
class LeaseRenewalTest {
    private static final long LENGTH = 1_000;
    private static final String HOST = "127.0.0.1";

    private final AtomicLong clock = new AtomicLong(5_000);

    @Test
    void freshEvidenceRenewsTheLeaseOnBothSides(@TempDir Path folder)
            throws IOException, GeneralSecurityException, InterruptedException {
        try (var one = new PeerNode(folder.resolve("one"), LENGTH, clock);
                var two = new PeerNode(folder.resolve("two"), LENGTH, clock)) {
            one.leases.trust(Set.of(one.id, two.id), _ -> true);
            two.leases.trust(Set.of(one.id, two.id), _ -> true);
            var used = one.network.connect(HOST, two.network.port());
            await(() -> two.network.to(one.id).isPresent());
            assertFalse(one.leases.isRenewalDue(two.id));
            clock.addAndGet(LENGTH / 2 + 1);
            assertTrue(one.leases.isRenewalDue(two.id));
            assertTrue(two.leases.isRenewalDue(one.id));

            one.network.renew(HOST, two.network.port());
            await(() -> !two.leases.isRenewalDue(one.id));
            assertFalse(one.leases.isRenewalDue(two.id));
            clock.addAndGet(LENGTH / 2);
            assertNotNull(one.leases.holder(two.certificate), "the first lease would be over");
            assertNotNull(two.leases.holder(one.certificate));
            assertSame(used, one.network.to(two.id).orElseThrow());
            assertEquals(
                    new PeerMessage.Refused("heard"),
                    used.ask(new PeerMessage.Join(), java.time.Duration.ofSeconds(10)));

            clock.addAndGet(LENGTH);
            assertNull(one.leases.holder(two.certificate));
        }
    }

    /** SPEC N2: what was allowed when the connection began may be allowed no more. */
    @Test
    void whatTheManifestsAllowNoMoreIsCut(@TempDir Path folder)
            throws IOException, GeneralSecurityException, InterruptedException {
        try (var one = new PeerNode(folder.resolve("one"), LENGTH, clock);
                var two = new PeerNode(folder.resolve("two"), LENGTH, clock)) {
            var both = Set.of(one.id, two.id);
            one.leases.trust(both, _ -> true);
            var used = one.connect(two);
            var beside = two.connect(one);
            assertNotNull(one.leases.holder(two.certificate));
            one.leases.trust(both, evidence -> evidence.measurement().equals(PeerNode.CODE));
            assertNotNull(one.leases.holder(two.certificate), "its code is allowed still");
            one.leases.trust(both, evidence -> !evidence.measurement().equals(PeerNode.CODE));
            assertNull(one.leases.holder(two.certificate));
            assertTrue(one.network.to(two.id).isEmpty());
            assertFalse(used.isOpen());
            await(() -> !beside.isOpen());
        }
    }

    private interface Question {
        boolean holds();
    }

    private static void await(Question question) throws InterruptedException {
        while (!question.holds()) Thread.sleep(1);
    }
}
