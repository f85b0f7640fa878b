package coco.sim;

import coco.ledger.NodeId;
import coco.spi.OrderedLog.Peer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Links between nodes: each message is delayed, may be lost, may arrive after later ones; a cut link delivers nothing. */
final class SimNetwork {
    private record Link(NodeId from, NodeId to) {}

    private final Schedule schedule;
    private final Chance chance;
    private final Set<Link> cut = new HashSet<>();
    private final Map<NodeId, SimRaft> servers = new HashMap<>();
    private int loss;
    private long delayMax = 2_000;
    private long lost;
    private long sent;
    private final Map<Long, RaftMessage> underWay = new HashMap<>();

    SimNetwork(Schedule schedule, Chance chance) {
        this.schedule = schedule;
        this.chance = chance;
    }

    void attach(NodeId node, SimRaft server) {
        servers.put(node, server);
    }

    void detach(NodeId node) {
        servers.remove(node);
    }

    /** One in {@code outOf} messages is lost (0: none), and each takes up to {@code delayMaxMicros}. */
    void weather(int outOf, long delayMaxMicros) {
        this.loss = outOf;
        this.delayMax = delayMaxMicros;
    }

    void cut(NodeId from, NodeId to) {
        cut.add(new Link(from, to));
    }

    void heal() {
        cut.clear();
    }

    boolean connected(NodeId from, NodeId to) {
        return !cut.contains(new Link(from, to));
    }

    long lost() {
        return lost;
    }

    /** The voters that messages under way may yet bring into a log, be their sender still alive or not. */
    Stream<Set<Peer>> votersUnderWay() {
        return underWay.values().stream().mapMulti((message, voters) -> {
            if (!(message instanceof RaftMessage.Append append)) return;
            for (var entry : append.entries()) if (entry.voters() != null) voters.accept(entry.voters());
        });
    }

    void send(NodeId from, NodeId to, RaftMessage message) {
        if (chance.oneIn(loss) || !connected(from, to)) {
            lost++;
            return;
        }
        var number = sent++;
        underWay.put(number, message);
        schedule.after(chance.between(50, delayMax), () -> {
            underWay.remove(number);
            var server = servers.get(to);
            if (server != null && connected(from, to)) server.receive(from, message);
        });
    }
}
