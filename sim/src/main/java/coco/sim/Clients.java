package coco.sim;

import coco.crypto.Bytes;
import coco.ledger.TxId;
import coco.replica.Event;
import coco.replica.Views;
import coco.spi.Answer;
import coco.spi.Caller;
import coco.spi.Request;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Everybody who asks the nodes for something, and what they remember of it. Owner: the world. */
final class Clients {
    private static final int KEYS = 8;

    /**
     * One request, and where it waits.
     *
     * @param attempt the attempt that it is, where asking is done but once; -1 where it may be asked again
     */
    private record Asked(
            SimNode node,
            String protocol,
            Caller caller,
            Request request,
            long attempt,
            @Nullable Bytes id) {}

    private record ReadAt(SimNode node, long length) {}

    /** A read that waits until its node holds a transaction. */
    private record ReadAfter(SimNode node, TxId txId, long attempt) {}

    private record Known(TxId txId, long attempt) {}

    private final World world;
    private final Chance chance;
    private final Map<Long, Asked> waiting = new TreeMap<>();
    private final Map<Long, ReadAt> reads = new HashMap<>();
    private final List<ReadAfter> readsAfter = new ArrayList<>();
    private final List<Known> known = new ArrayList<>();
    private long nextTicket = 1;
    private long nextAttempt = 1;
    private boolean awake = true;

    Clients(World world, Chance chance) {
        this.world = world;
        this.chance = chance;
    }

    void begin() {
        world.schedule().after(chance.between(0, 5_000), this::act);
    }

    /** They ask for nothing more; what they wait for they still get. */
    void stop() {
        awake = false;
    }

    private void act() {
        if (!awake) return;
        var node = chance.pick(world.places()).node();
        switch (chance.below(12)) {
            case 0 -> readFresh(node);
            case 1 -> readAfter(node);
            default -> {
                var attempt = nextAttempt++;
                submit(node, ask(attempt), attempt, chance.oneIn(3) ? Bytes.ofLong(attempt) : null);
            }
        }
        world.schedule().after(chance.between(100, 12_000), this::act);
    }

    private SimProtocol.Ask ask(long attempt) {
        var kind =
                switch (chance.below(40)) {
                    case 0, 1 -> SimProtocol.Kind.REFUSE;
                    case 2, 3 -> SimProtocol.Kind.TOO_LARGE;
                    case 4 -> SimProtocol.Kind.LARGE;
                    case 5, 6, 7, 8 -> SimProtocol.Kind.READ;
                    default -> SimProtocol.Kind.PUT;
                };
        return new SimProtocol.Ask(kind, chance.below(KEYS), attempt);
    }

    /** A client's write, asked for by a scenario. */
    long put(SimNode node, int key, @Nullable Bytes id) {
        return put(node, key, nextAttempt++, id);
    }

    /** The same write again where {@code attempt} is that of an earlier one. */
    long put(SimNode node, int key, long attempt, @Nullable Bytes id) {
        return ask(
                node, SimProtocol.NAME, new Caller.Anonymous(), request(key, attempt), id == null ? attempt : -1, id);
    }

    private static Request request(int key, long attempt) {
        return new SimProtocol.Ask(SimProtocol.Kind.PUT, key, attempt);
    }

    private void submit(SimNode near, SimProtocol.Ask ask, long attempt, @Nullable Bytes id) {
        var leader = world.process(near.knownLeader());
        ask(
                leader == null ? near : leader,
                SimProtocol.NAME,
                new Caller.Anonymous(),
                ask,
                id == null ? attempt : -1,
                id);
    }

    /** Asks for a change of the nodes. */
    long administer(SimNode leader, Request request) {
        return ask(leader, "membership", new Caller.Node(leader.id().key()), request, -1, null);
    }

    private long ask(SimNode node, String protocol, Caller caller, Request request, long attempt, @Nullable Bytes id) {
        var ticket = nextTicket++;
        world.checker().asked(ticket);
        if (node.isDead()) {
            world.checker().lost(ticket);
            return ticket;
        }
        waiting.put(ticket, new Asked(node, protocol, caller, request, attempt, id));
        node.feed(new Event.Submitted(ticket, caller, protocol, request, id));
        return ticket;
    }

    boolean isWaiting(long ticket) {
        return waiting.containsKey(ticket);
    }

    /** The node has ended: it answers nobody any more. */
    void lost(SimNode node) {
        waiting.entrySet().removeIf(entry -> {
            if (entry.getValue().node() != node) return false;
            world.checker().lost(entry.getKey());
            return true;
        });
        reads.values().removeIf(read -> read.node() == node);
        readsAfter.removeIf(read -> read.node() == node);
    }

    List<Long> waiting() {
        return List.copyOf(waiting.keySet());
    }

    // ---- what nodes tell

    void placed(SimNode node, long ticket, TxId txId) {
        world.checker().placed(node.id(), ticket, txId);
        world.tell(node, "ticket " + ticket + " is placed as " + txId);
    }

    void answered(SimNode node, long ticket, Answer answer) {
        world.tell(node, "ticket " + ticket + " " + Trace.text(answer));
        var asked = waiting.remove(ticket);
        if (asked == null) throw new Checker.Violation("ticket " + ticket + " is answered, and nobody waits");
        world.checker().answered(node.name(), node.accepted(), ticket, asked.attempt(), answer);
        world.count("answers " + answer.getClass().getSimpleName());
        // A leader answers what it places itself; all else was in doubt for a while.
        if (answer instanceof Answer.Invalid) world.count("doubts resolved as invalid");
        if (answer instanceof Answer.Committed && world.checker().lostOfficeSince(node.id(), ticket)) {
            world.count("doubts resolved as committed");
        }
        if (answer instanceof Answer.Committed(var txId, var _)
                && asked.request() instanceof SimProtocol.Ask(var kind, var _, var attempt)
                && kind == SimProtocol.Kind.PUT) {
            known.add(new Known(txId, attempt));
            if (asked.id() != null && world.checker().sameSubmission(asked.id(), txId)) {
                world.count("submissions asked again and found");
            }
        }
        if (asked.id() != null && awake) askAgain(asked, answer);
    }

    /** A client that has chosen an id asks again until it knows, and sometimes because it has lost the answer. */
    private void askAgain(Asked asked, Answer answer) {
        var settled = answer instanceof Answer.Committed || answer instanceof Answer.Refused;
        if (!world.isChaotic() || (settled && !chance.oneIn(4))) return;
        world.schedule().after(chance.between(1_000, 50_000), () -> {
            if (awake && asked.request() instanceof SimProtocol.Ask ask) {
                submit(chance.pick(world.places()).node(), ask, -1, asked.id());
            }
        });
    }

    // ---- reads

    long readFresh(SimNode node) {
        var id = nextTicket++;
        if (node.isDead()) return id;
        reads.put(id, new ReadAt(node, world.checker().length()));
        node.feed(new Event.ReadAsked(id));
        return id;
    }

    void readPoint(SimNode node, long id) {
        var asked = reads.remove(id);
        if (asked == null) return;
        world.happened(
                node,
                "fresh reads",
                "read " + id + " is fresh at " + node.accepted().txId());
        if (node.accepted().seqno().value() < asked.length()) {
            throw new Checker.Violation("a fresh read at " + node.name() + " misses what was committed before it");
        }
    }

    void readFailed(SimNode node, long id) {
        reads.remove(id);
        world.happened(node, "fresh reads that failed", "read " + id + " has no read point");
    }

    private void readAfter(SimNode node) {
        if (known.isEmpty() || node.isDead()) return;
        var past = chance.pick(known);
        readsAfter.add(new ReadAfter(node, past.txId(), past.attempt()));
        moved(node);
    }

    /** The node has accepted more. */
    void moved(SimNode node) {
        readsAfter.removeIf(read -> read.node() == node && isReached(read));
    }

    private boolean isReached(ReadAfter read) {
        var state = read.node().accepted();
        switch (Views.status(state, read.txId())) {
            case OPEN -> {
                return false;
            }
            case INVALID -> throw new Checker.Violation("a read after " + read.txId() + " is told it is invalid");
            case COMMITTED -> {
                world.count("reads after a transaction");
                if (state.store().get(SimProtocol.EXECUTED, Bytes.ofLong(read.attempt())) == null)
                    throw new Checker.Violation("a read after " + read.txId() + " does not see it");
                return true;
            }
        }
        throw new IllegalStateException("no such status");
    }
}
