package coco.raft;

import coco.crypto.Bytes;
import coco.spi.LogEvent;
import coco.spi.OrderedLog.Peer;
import coco.spi.OrderedLog.Proposal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Running nodes of a {@link RatisNet}, for the tests of what the port does not show. */
final class Cluster implements AutoCloseable {
    record Node(int number, RatisLog log, List<LogEvent> events) {
        boolean has(LogEvent event) {
            return events.contains(event);
        }
    }

    final RatisNet net;
    final List<Node> nodes = new ArrayList<>();
    private int batches;
    private long term = -1;
    private long next;

    Cluster(Path folder, int count) throws IOException {
        net = new RatisNet(folder);
        Set<Peer> voters = new HashSet<>();
        for (var node = 1; node <= count; node++) voters.add(net.peer(node));
        for (var node = 1; node <= count; node++) {
            var events = new CopyOnWriteArrayList<LogEvent>();
            nodes.add(new Node(node, (RatisLog) net.open(node, voters, 0, -1, events::add), events));
        }
    }

    /** The node that was ready last, in its term. */
    LogEvent.LeaderReady ready() {
        net.await("a leader", () -> latest() != null);
        var found = latest();
        return found == null ? ready() : found;
    }

    private LogEvent.@Nullable LeaderReady latest() {
        return nodes.stream()
                .flatMap(node -> node.events().stream())
                .filter(LogEvent.LeaderReady.class::isInstance)
                .map(LogEvent.LeaderReady.class::cast)
                .reduce((a, b) -> a.term() > b.term() ? a : b)
                .filter(ready -> nodes.stream().noneMatch(node -> node.has(new LogEvent.NotLeader(ready.term()))))
                .orElse(null);
    }

    Node leader() {
        var ready = ready();
        return nodes.stream().filter(node -> node.has(ready)).findFirst().orElseThrow();
    }

    Node follower() {
        var leader = leader();
        return nodes.stream()
                .filter(node -> node.number() != leader.number())
                .findFirst()
                .orElseThrow();
    }

    /** Offers a new batch to the leader of now. */
    Bytes offer() {
        var ready = ready();
        if (ready.term() != term) {
            term = ready.term();
            next = 1;
        }
        var text = "batch " + ++batches + " ";
        var batch = Bytes.ofUtf8(text + ".".repeat(net.batchBytes() - text.length()));
        leader().log().append(new Proposal(term, next, next++, 1, batch));
        return batch;
    }

    /** Offers until one is committed on some node; returns that entry. */
    LogEvent.Committed commit() {
        while (true) {
            var batch = offer();
            var began = term;
            net.await(
                    "a commit",
                    () -> committed(batch) || nodes.stream().anyMatch(node -> node.has(new LogEvent.NotLeader(began))));
            for (var node : nodes)
                for (var event : node.events())
                    if (event instanceof LogEvent.Committed entry
                            && entry.batch().equals(batch)) return entry;
        }
    }

    private boolean committed(Bytes batch) {
        return nodes.stream().anyMatch(node -> holds(node, batch));
    }

    static boolean holds(Node node, Bytes batch) {
        return node.events().stream()
                .anyMatch(event -> event instanceof LogEvent.Committed entry
                        && entry.batch().equals(batch));
    }

    void awaitEverywhere(LogEvent event) {
        for (var node : nodes) net.await(event + " on node " + node.number(), () -> node.has(event));
    }

    long refused(Node node, Refusal reason) {
        return node.log().refusals().getOrDefault(reason, 0L);
    }

    @Override
    public void close() {
        for (var node : nodes) node.log().close();
    }
}
