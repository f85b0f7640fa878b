package coco.node.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coco.attestation.Evidence;
import coco.attestation.Policy;
import coco.attestation.SoftwareTee;
import coco.attestation.Tee;
import coco.attestation.Verdict;
import coco.crypto.Bytes;
import coco.crypto.CertificateSpec;
import coco.crypto.Curve;
import coco.crypto.Digest;
import coco.crypto.SigningKey;
import coco.ledger.NodeId;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
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
        try (var one = new Node(folder.resolve("one"));
                var two = new Node(folder.resolve("two"))) {
            one.leases.trust(Set.of(one.id, two.id));
            two.leases.trust(Set.of(one.id, two.id));
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

    private interface Question {
        boolean holds();
    }

    private static void await(Question question) {
        while (!question.holds()) LockSupport.parkNanos(1_000_000);
    }

    private final class Node implements PeerConnection.Self, AutoCloseable {
        private final SigningKey key = SigningKey.generate(Curve.P256);
        final NodeId id = new NodeId(key.verifyingKey().id());
        final X509Certificate certificate;
        final LeaseTable leases = new LeaseTable(LENGTH, clock::get);
        final PeerNetwork network;
        private final Tee tee;

        Node(Path folder) throws IOException, GeneralSecurityException {
            tee = SoftwareTee.open(folder, Digest.ZERO);
            var end = Instant.ofEpochSecond(4_000_000_000L);
            var spec = new CertificateSpec("CN=node", List.of(), Instant.EPOCH, end, false, Optional.empty());
            var der = spec.selfSigned(key).der().toArray();
            certificate = (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
            network = new PeerNetwork(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                    privateKey(),
                    certificate,
                    this,
                    (_, _) -> new PeerMessage.Refused("heard"),
                    leases);
        }

        private PrivateKey privateKey() throws GeneralSecurityException {
            try (var pkcs8 = key.toPkcs8()) {
                var encoded = pkcs8.reveal(byte[]::clone);
                return KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(encoded));
            }
        }

        @Override
        public Tee tee() {
            return tee;
        }

        @Override
        public PeerMessage.Hello hello() {
            var none = Bytes.of(new byte[32]);
            return new PeerMessage.Hello(PeerMessage.VERSION, Digest.ZERO, Bytes.EMPTY, none, "a:1", "a:2", "a:3");
        }

        @Override
        public Verdict judge(NodeId peer, PeerMessage.Hello hello, Evidence evidence, Bytes reportData) {
            return new Policy(Set.of(SoftwareTee.KIND), Set.of(Digest.ZERO)).judge(evidence, reportData);
        }

        @Override
        public Bytes spki() {
            return key.verifyingKey().spki();
        }

        @Override
        public void close() {
            network.close();
            key.close();
        }
    }
}
