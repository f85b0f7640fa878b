package coco.raft;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coco.crypto.Bytes;
import coco.spi.LogEvent;
import coco.spi.OrderedLog.Proposal;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of the files, and of a log that cannot write them. */
class RatisFilesTest {
    @Test
    void durableEntriesAreForgotten(@TempDir Path folder) throws IOException {
        try (var cluster = new Cluster(folder, 1)) {
            for (var i = 0; i < 12; i++) cluster.commit();
            var last = cluster.commit();
            var before = segments(folder);
            cluster.nodes.getFirst().log().durable(last.index());
            cluster.net.await("fewer files", () -> segments(folder).size() < before.size());
            assertFalse(segments(folder).contains(before.getFirst()), "the oldest goes first");
        }
        assertTrue(segments(folder).size() <= 2, "all but the segment in use");
    }

    @Test
    void aLogThatDoesNotReachBackToTheSnapshotDoesNotOpen(@TempDir Path folder) throws IOException {
        try (var cluster = new Cluster(folder, 1)) {
            LogEvent.Committed last = cluster.commit();
            for (var i = 0; i < 8; i++) last = cluster.commit();
            var before = segments(folder);
            cluster.nodes.getFirst().log().durable(last.index());
            cluster.net.await("fewer files", () -> segments(folder).size() < before.size());
            cluster.nodes.getFirst().log().close();
            var refused = assertThrows(
                    IOException.class, () -> cluster.net.open(1, Set.of(cluster.net.peer(1)), 0, -1, _ -> {}));
            assertTrue(String.valueOf(refused.getCause()).contains("the log begins at"), refused.toString());
        }
    }

    @Test
    void aDiskThatFailsFailsTheLog(@TempDir Path folder) throws IOException {
        try (var cluster = new Cluster(folder, 1)) {
            var node = cluster.nodes.getFirst();
            cluster.commit();
            cluster.net.erase(1); // the next segment has no folder to be made in
            for (var i = 0; i < 6; i++) cluster.offer();
            cluster.net.await("failure", () -> failures(node.events()) > 0);
            cluster.net.await(
                    "the end of office", () -> node.events().stream().anyMatch(LogEvent.NotLeader.class::isInstance));
            assertEquals(1, failures(node.events()));
        }
    }

    @Test
    void aDamagedLogDoesNotOpen(@TempDir Path folder) throws IOException {
        try (var cluster = new Cluster(folder, 1)) {
            for (var i = 0; i < 6; i++) cluster.commit();
            cluster.nodes.getFirst().log().close();
            var oldest = segments(folder).getFirst();
            var bytes = Files.readAllBytes(oldest);
            bytes[bytes.length / 2] ^= 1;
            Files.write(oldest, bytes);
            assertThrows(IOException.class, () -> cluster.net.open(1, Set.of(cluster.net.peer(1)), 0, -1, _ -> {}));
        }
    }

    @Test
    void aTakenPortIsAnErrorAndNoMore(@TempDir Path folder) throws IOException {
        var net = new RatisNet(folder);
        var at = Tuning.HostPort.parse(net.peer(1).address());
        try (var _ = new ServerSocket(at.port(), 1, InetAddress.getByName(at.host()))) {
            assertThrows(IOException.class, () -> net.open(1, Set.of(net.peer(1)), 0, -1, _ -> {}));
        }
        net.open(1, Set.of(net.peer(1)), 0, -1, _ -> {}).close();
    }

    @Test
    void aBatchThatIsTooLargeIsRefusedAndNothingElse(@TempDir Path folder) throws IOException {
        try (var cluster = new Cluster(folder, 1)) {
            var ready = cluster.ready();
            var node = cluster.leader();
            var large = Bytes.unsafeWrap(new byte[Tuning.BATCH_BYTES_MAX + 1]);
            node.log().append(new Proposal(ready.term(), 1, 1, 1, large));
            cluster.net.await("refusal", () -> node.events().stream().anyMatch(LogEvent.Refused.class::isInstance));
            var largest = Bytes.unsafeWrap(new byte[Tuning.BATCH_BYTES_MAX]);
            node.log().append(new Proposal(ready.term(), 1, 1, 2, largest));
            cluster.net.await("commit", () -> Cluster.holds(node, largest));
            assertFalse(node.has(new LogEvent.NotLeader(ready.term())));
        }
    }

    @Test
    void aNodeThatIsNoVoterAnyMoreSaysSo(@TempDir Path folder) throws IOException {
        try (var cluster = new Cluster(folder, 2)) {
            var net = cluster.net;
            var leader = cluster.leader();
            var staying = cluster.follower();
            leader.log().reconfigure(Set.of(net.peer(1), net.peer(2)), Set.of(net.peer(staying.number())));
            net.await("the removed node's end", () -> failures(leader.events()) > 0);
            net.await("the other's office", () -> staying.events().stream()
                    .anyMatch(LogEvent.LeaderReady.class::isInstance));
        }
    }

    @Test
    void eventsOfAnotherLifeAreNotMixedUp(@TempDir Path folder) throws IOException {
        var net = new RatisNet(folder);
        var events = new CopyOnWriteArrayList<LogEvent>();
        var log = net.open(1, Set.of(net.peer(1)), 0, -1, events::add);
        net.await("a leader", () -> events.stream().anyMatch(LogEvent.LeaderReady.class::isInstance));
        log.close();
        assertEquals(0, failures(events), "closing is no failure");
    }

    private static long failures(List<LogEvent> events) {
        return events.stream().filter(LogEvent.Failed.class::isInstance).count();
    }

    /** The log files of node 1, oldest first. Their names only: one may be forgotten while this looks. */
    private static List<Path> segments(Path folder) {
        var found = new ArrayList<Path>();
        try (var groups = Files.newDirectoryStream(folder.resolve("node1"), Files::isDirectory)) {
            for (var group : groups) {
                var current = group.resolve("current");
                if (!Files.isDirectory(current)) continue;
                try (var files = Files.newDirectoryStream(current, "log_*")) {
                    files.forEach(found::add);
                }
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        found.sort(Comparator.comparingLong(RatisFilesTest::first));
        return found;
    }

    private static long first(Path segment) {
        var name = segment.getFileName().toString();
        var digits = name.replaceAll("log_(inprogress_)?(\\d+).*", "$2");
        return Long.parseLong(digits);
    }
}
