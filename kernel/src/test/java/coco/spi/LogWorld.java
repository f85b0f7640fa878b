package coco.spi;

import coco.crypto.Bytes;
import coco.spi.LogEvent.Committed;
import coco.spi.LogEvent.LeaderReady;
import coco.spi.LogEvent.NotLeader;
import coco.spi.OrderedLog.Peer;
import coco.spi.OrderedLog.Proposal;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The nodes of one test, and a client that keeps trying. Used by the test's thread alone; only the lives take events of others. */
final class LogWorld {
    /** A running node. */
    record Node(int number, OrderedLog log, LogLife life) {
        void installed(Committed point) {
            life.installed(point.index());
            log.installed(point.term(), point.index());
        }
    }

    /** A leadership. */
    record Office(Node node, long term) {}

    final LogNet net;
    private final Map<Integer, Node> running = new TreeMap<>();
    private final List<LogLife> lives = new ArrayList<>();
    private final Map<Long, Long> nextOfTerm = new HashMap<>();
    private int batches;

    LogWorld(LogNet net) {
        this.net = net;
    }

    Set<Peer> peers(int... nodes) {
        return Arrays.stream(nodes).mapToObj(net::peer).collect(Collectors.toUnmodifiableSet());
    }

    /** Opens nodes 1 to {@code count} as the voters of a new log. */
    void start(int count) throws IOException {
        var all = IntStream.rangeClosed(1, count).toArray();
        for (var node : all) start(node, peers(all));
    }

    Node start(int node, Set<Peer> voters) throws IOException {
        return start(node, voters, 0, -1);
    }

    Node start(int number, Set<Peer> voters, long appliedTerm, long appliedIndex) throws IOException {
        var life = new LogLife(number, appliedIndex);
        lives.add(life);
        var node = new Node(number, net.open(number, voters, appliedTerm, appliedIndex, life), life);
        running.put(number, node);
        return node;
    }

    Node node(int number) {
        return Optional.ofNullable(running.get(number)).orElseThrow();
    }

    List<Node> nodes() {
        return List.copyOf(running.values());
    }

    void stop(Node node) {
        running.remove(node.number());
        node.log().close();
    }

    void close() {
        for (var node : nodes()) stop(node);
        LogHistory.check(lives);
    }

    /** Waits for a leader that nobody contradicts. */
    Office leader() {
        return leaderOther(0);
    }

    /** The same, but node {@code excluded} does not count. */
    Office leaderOther(int excluded) {
        net.await("a leader", () -> office(excluded).isPresent());
        return office(excluded).orElseGet(() -> leaderOther(excluded));
    }

    private Optional<Office> office(int excluded) {
        Office latest = null;
        for (var node : nodes())
            for (var ready : node.life().all(LeaderReady.class))
                if (node.number() != excluded && (latest == null || ready.term() > latest.term()))
                    latest = new Office(node, ready.term());
        return Optional.ofNullable(latest).filter(office -> !over(office));
    }

    boolean over(Office office) {
        return !running.containsValue(office.node())
                || office.node().life().has(new NotLeader(office.term()))
                || lives.stream()
                        .flatMap(life -> life.all(LeaderReady.class).stream())
                        .anyMatch(ready -> ready.term() > office.term());
    }

    /** A batch that no other equals. */
    Bytes batch() {
        var text = "batch " + ++batches + " ";
        return Bytes.ofUtf8(text + ".".repeat(Math.max(0, net.batchBytes() - text.length())));
    }

    /** The number of the next batch of a term; each call takes it. */
    long take(Office office) {
        return nextOfTerm.merge(office.term(), 1L, Long::sum);
    }

    /** Gets {@code count} new batches into the log, over changes of leader if need be; returns them as committed. */
    List<Committed> commit(int count) {
        return commitOther(0, count);
    }

    Committed commit() {
        return commit(1).getFirst();
    }

    /** The same through another leader than node {@code excluded}. */
    List<Committed> commitOther(int excluded, int count) {
        var batches = IntStream.range(0, count).mapToObj(_ -> batch()).toList();
        while (!batches.stream().allMatch(batch -> committed(batch).isPresent())) {
            var office = leaderOther(excluded);
            var life = office.node().life();
            var refusedBefore = life.all(LogEvent.Refused.class).size();
            for (var batch : batches) {
                if (committed(batch).isPresent()) continue;
                var place = take(office);
                office.node().log().append(new Proposal(office.term(), place, place, 1, batch));
            }
            net.await(
                    "a commit",
                    () -> batches.stream().allMatch(batch -> committed(batch).isPresent())
                            || life.all(LogEvent.Refused.class).size() > refusedBefore
                            || over(office));
            if (life.all(LogEvent.Refused.class).size() > refusedBefore && !over(office)) {
                office.node().log().stepDown(office.term());
                net.await("the end of term " + office.term(), () -> over(office));
            }
        }
        return batches.stream().map(batch -> committed(batch).orElseThrow()).toList();
    }

    /** The entry with these bytes, on whichever node. */
    Optional<Committed> committed(Bytes batch) {
        return lives.stream()
                .flatMap(life -> life.all(Committed.class).stream())
                .filter(entry -> entry.batch().equals(batch))
                .findFirst();
    }

    void awaitOn(Node node, Committed entry) {
        net.await("entry " + entry.index() + " on node " + node.number(), () -> node.life()
                .has(entry));
    }

    void awaitEverywhere(Committed entry) {
        for (var node : nodes()) awaitOn(node, entry);
    }

    /** Waits for the first event of a kind that came after the {@code seen} ones before. */
    <E extends LogEvent> E awaitEvent(Node node, Class<E> kind, int seen) {
        net.await(
                kind.getSimpleName() + " on node " + node.number(),
                () -> node.life().all(kind).size() > seen);
        return node.life().all(kind).get(seen);
    }

    /** Makes {@code desired} the voters, repeating until the log says so. */
    void reconfigure(Set<Peer> expected, Set<Peer> desired) {
        var ids = desired.stream().map(Peer::id).collect(Collectors.toSet());
        while (!configured(ids)) {
            var office = leader();
            var failed = office.node()
                    .life()
                    .all(LogEvent.ReconfigurationFailed.class)
                    .size();
            office.node().log().reconfigure(expected, desired);
            net.await(
                    "new voters",
                    () -> configured(ids)
                            || over(office)
                            || office.node()
                                            .life()
                                            .all(LogEvent.ReconfigurationFailed.class)
                                            .size()
                                    > failed);
        }
    }

    private boolean configured(Set<?> voters) {
        return nodes().stream().anyMatch(node -> {
            var seen = node.life().all(LogEvent.Configuration.class);
            return !seen.isEmpty() && seen.getLast().voters().equals(voters);
        });
    }
}
