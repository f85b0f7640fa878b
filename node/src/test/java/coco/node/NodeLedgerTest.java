package coco.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coco.attestation.SoftwareTee;
import coco.crypto.Bytes;
import coco.crypto.Digest;
import coco.crypto.MalformedException;
import coco.ledger.LedgerFile;
import coco.ledger.Seqno;
import coco.ledger.TxId;
import coco.node.metrics.Meters;
import coco.replica.LedgerState;
import coco.replica.Limits;
import coco.replica.Replica;
import coco.replica.Setup;
import coco.spi.Answer;
import coco.spi.Caller;
import coco.spi.Request;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of submissions when the node has no room, and when it stops. Its loop does not run: nobody else answers. */
@Timeout(60)
class NodeLedgerTest {
    private static final Duration LONG = Duration.ofSeconds(50);
    private static final Request REQUEST = () -> Bytes.ofUtf8("x");
    private static final Clock CLOCK = Clock.fixed(Instant.ofEpochSecond(1_800_000_000), ZoneOffset.UTC);

    @TempDir
    private Path folder = Path.of("");

    private final AtomicLong freeDisk = new AtomicLong(100);
    private final AtomicInteger forwarded = new AtomicInteger();
    private final Meters meters = new Meters();
    private Headroom headroom;
    private NodeLedger ledger;

    @BeforeEach
    void make() throws IOException, MalformedException, LedgerFile.TamperedException {
        var tee = SoftwareTee.open(folder.resolve("seal"), Digest.ZERO);
        var identity = NodeIdentity.create(folder, tee, "n", CLOCK.instant());
        var setup = new Setup(
                identity.id(),
                identity.key(),
                identity.certificate(),
                identity.encryptionKey(),
                null,
                Map.of(),
                Limits.DEFAULT,
                null,
                null,
                new SecureRandom());
        var file = LedgerFile.open(new DiskStorage(folder.resolve("ledger")), new Seqno(1));
        var loop = new ReplicaLoop(
                new Replica(setup),
                file,
                new SnapshotStore(folder.resolve("snapshots"), tee),
                new ReplicaLoop.SnapshotRule(1_000, 1_000_000),
                List.of(),
                new Nobody(),
                meters,
                CLOCK,
                Executors.newSingleThreadExecutor());
        var room = new Headroom.Room() {
            @Override
            public long freeDisk() {
                return freeDisk.get();
            }

            @Override
            public long freeHeap(long reserve) {
                return reserve;
            }
        };
        headroom = new Headroom(room, 100, 100, meters);
        ledger = new NodeLedger(loop, new Receipts(new Entries(loop)), headroom, meters);
        ledger.forwardBy((_, _, _, _, _) -> {
            forwarded.incrementAndGet();
            return CompletableFuture.completedFuture(new Answer.NotExecuted("forwarded"));
        });
    }

    private Answer submit() throws InterruptedException {
        return ledger.submit(new Caller.Anonymous(), "p", REQUEST, null, LONG).join();
    }

    @Test
    void withoutRoomNothingIsTakenHereAndNothingForwarded() throws InterruptedException {
        assertInstanceOf(Answer.NotExecuted.class, submit());
        assertEquals(1, forwarded.get());
        freeDisk.set(99);
        headroom.look();
        for (var answer : List.of(submit(), submitHere(LONG))) {
            var refused = assertInstanceOf(Answer.Refused.class, answer);
            assertEquals("NodeDiskFull", refused.rejection().code());
        }
        assertEquals(1, forwarded.get());
        freeDisk.set(100);
        headroom.look();
        assertInstanceOf(Answer.NotExecuted.class, submit());
        assertEquals(2, forwarded.get());
    }

    @Test
    void whoWaitsWhenTheNodeStopsIsAnsweredThen() throws Exception {
        var waiting = CompletableFuture.supplyAsync(() -> submitHere(Duration.ofDays(1)));
        while (ledger.waiting() == 0) Thread.onSpinWait();
        ledger.close("the node stops");
        var answer = waiting.get(50, TimeUnit.SECONDS);
        assertTrue(answer instanceof Answer.Unknown || answer instanceof Answer.NotExecuted, answer::toString);
        var later = submitHere(Duration.ofDays(1));
        assertInstanceOf(Answer.NotExecuted.class, later, "what comes later was never begun");
    }

    private Answer submitHere(Duration deadline) {
        return ledger.submitHere(new Caller.Anonymous(), "p", REQUEST, null, deadline)
                .join();
    }

    @Test
    void aDeadlineIsKept() {
        var answer = submitHere(Duration.ofMillis(50));
        assertEquals(new Answer.Unknown(""), answer);
        assertEquals(0, ledger.waiting());
    }

    /** Hears of nothing, since the loop does not run. */
    private record Nobody() implements ReplicaLoop.Outside {
        @Override
        public void answered(long ticket, Answer answer) {}

        @Override
        public void placed(long ticket, TxId txId) {}

        @Override
        public void accepted(LedgerState state, Seqno first, List<Bytes> entries) {}

        @Override
        public void readPoint(long id) {}

        @Override
        public void readFailed(long id, String reason) {}

        @Override
        public void leads(boolean leads) {}

        @Override
        public void fetchSnapshot(long raftIndex) {}

        @Override
        public void halted(String reason) {}
    }
}
