package coco.sim;

import coco.crypto.Bytes;
import coco.crypto.Digest;
import coco.governance.Membership;
import coco.ledger.LedgerFile;
import coco.ledger.NodeId;
import coco.ledger.View;
import coco.replica.Event;
import coco.replica.Genesis;
import coco.replica.LedgerState;
import coco.replica.Limits;
import coco.replica.TrustedNodes;
import coco.spi.Answer;
import coco.spi.Caller;
import coco.spi.OrderedLog;
import coco.store.Tx;
import coco.store.Version;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A cluster, its clients and everything that goes wrong, under one seed.
 *
 * <p>First chaos, for a time that the profile gives; then the world heals, all stopped nodes come back, and everything has to come to rest:
 * every client answered, every node at the same place.
 */
final class World {
    private static final int CLIENT_KEYS = 8;
    private static final long HEALING_LIMIT = 30_000_000;

    private final long seed;
    private final Profile profile;
    private final Chance chance;
    private final Schedule schedule = new Schedule();
    private final SimNetwork network;
    private final Checker checker = new Checker();
    private final Limits limits;
    private final Map<String, Integer> counts = new TreeMap<>();
    private final Trace trace;

    /** One request of a client, and the tickets under which it was asked. */
    private record Asked(SimProtocol.Ask ask, @Nullable Bytes submissionId) {}

    private final List<Place> places = new ArrayList<>();
    private final Map<Long, Asked> tickets = new HashMap<>();
    private final Map<Long, SimNode> askedAt = new HashMap<>();
    private final Set<Long> lostWithNode = new HashSet<>();
    private final Map<Long, Long> reads = new HashMap<>();
    private long nextTicket = 1;
    private long nextAttempt = 1;
    private boolean chaos = true;

    World(long seed) {
        this(seed, null, Trace.SILENT);
    }

    World(long seed, @Nullable Profile given, Trace trace) {
        this.seed = seed;
        this.chance = new Chance(seed);
        this.profile = given == null ? Profile.draw(chance) : given;
        this.trace = trace;
        this.network = new SimNetwork(schedule, chance.split());
        this.limits = new Limits(
                (int) chance.between(1, 12), 1 << 16, 1 << 15, profile.outbox(), 60, 30, 4_000, 2_000, 60, 200);
        network.weather(profile.loss(), profile.delayMaxMicros());
        for (var i = 0; i < profile.nodes(); i++) places.add(new Place(i, new SimDisk(chance.split())));
        for (var place : places) start(place);
    }

    // ---- what nodes need

    Chance chance() {
        return chance;
    }

    Schedule schedule() {
        return schedule;
    }

    SimNetwork network() {
        return network;
    }

    Profile profile() {
        return profile;
    }

    Limits limits() {
        return limits;
    }

    Checker checker() {
        return checker;
    }

    Map<String, Integer> counts() {
        return counts;
    }

    void count(String what) {
        counts.merge(what, 1, Integer::sum);
    }

    // ---- running

    /** @throws Checker.Violation where a rule is broken */
    void run() {
        schedule.after(chance.between(0, 5_000), this::client);
        schedule.after(profile.disturbEvery(), this::disturb);
        while (schedule.step(profile.chaosMicros())) {}
        heal();
        var limit = schedule.now() + HEALING_LIMIT;
        while (!isAtRest() && schedule.step(limit)) {}
        if (!isAtRest()) throw new Checker.Violation("the world has healed and does not come to rest: " + unrest());
        for (var place : places) checker.atRest(place.node().id(), place.node().accepted());
        checkLedgerFiles();
        counts.merge("lost messages", (int) network.lost(), Integer::sum);
        for (var place : places) counts.merge("torn tails", place.disk.tornTails(), Integer::sum);
    }

    private void client() {
        if (!chaos) return;
        var node = chance.pick(places).node();
        if (chance.oneIn(12)) readFresh(node);
        else ask(node, request(), chance.oneIn(3) ? Bytes.ofLong(nextAttempt) : null);
        schedule.after(chance.between(100, 12_000), this::client);
    }

    private SimProtocol.Ask request() {
        var kind =
                switch (chance.below(20)) {
                    case 0 -> SimProtocol.Kind.REFUSE;
                    case 1 -> SimProtocol.Kind.TOO_LARGE;
                    case 2, 3 -> SimProtocol.Kind.READ;
                    default -> SimProtocol.Kind.PUT;
                };
        return new SimProtocol.Ask(kind, chance.below(CLIENT_KEYS), nextAttempt++);
    }

    long ask(SimNode near, SimProtocol.Ask ask, @Nullable Bytes submissionId) {
        var leader = leaderAsSeenBy(near);
        var node = leader == null ? near : leader;
        var ticket = nextTicket++;
        tickets.put(ticket, new Asked(ask, submissionId));
        askedAt.put(ticket, node);
        if (node.isDead()) {
            lostWithNode.add(ticket);
        } else {
            node.submit(new Event.Submitted(ticket, new Caller.Anonymous(), SimProtocol.NAME, ask, submissionId));
        }
        return ticket;
    }

    private @Nullable SimNode leaderAsSeenBy(SimNode node) {
        var leader = node.knownLeader();
        for (var place : places) if (place.node().id().equals(leader)) return place.node();
        return null;
    }

    private void readFresh(SimNode node) {
        if (node.isDead()) return;
        var id = nextTicket++;
        reads.put(id, checker.length());
        node.readFresh(id);
    }

    // ---- what nodes report

    void answered(SimNode node, long ticket, Answer answer) {
        var asked = tickets.get(ticket);
        if (asked == null) throw new Checker.Violation("an answer to a ticket that nobody holds");
        trace.line(schedule.now(), node, "ticket " + ticket + " " + Trace.text(answer));
        var again = asked.submissionId() != null;
        checker.answered(
                node.id(), node.accepted(), ticket, again ? -1 : asked.ask().attempt(), answer);
        count("answers " + answer.getClass().getSimpleName());
        if (again && !(answer instanceof Answer.Committed) && !(answer instanceof Answer.Refused) && chaos) {
            schedule.after(
                    chance.between(1_000, 50_000),
                    () -> ask(chance.pick(places).node(), asked.ask(), asked.submissionId()));
        } else if (again && chaos && chance.oneIn(4)) {
            // A client that lost the answer asks again.
            schedule.after(
                    chance.between(1_000, 50_000),
                    () -> ask(chance.pick(places).node(), asked.ask(), asked.submissionId()));
        }
    }

    void accepted(SimNode node, LedgerState state) {
        count("batches accepted");
        trace.line(schedule.now(), node, "accepted " + state.txId());
    }

    void leads(SimNode node, View view) {
        count("views opened");
        trace.line(schedule.now(), node, "leads view " + view);
    }

    void stepDown(SimNode node, String reason) {
        count("resigned");
        trace.line(schedule.now(), node, "resigns: " + reason);
    }

    void voided(SimNode node, String reason) {
        count("void batches");
        trace.line(schedule.now(), node, "void: " + reason);
    }

    void readPoint(SimNode node, long id) {
        var asked = reads.remove(id);
        if (asked == null) return;
        count("fresh reads");
        if (node.accepted().seqno().value() < asked) {
            throw new Checker.Violation(
                    "a fresh read at " + node.id().brief() + " misses what was committed before it");
        }
    }

    void readFailed(long id) {
        reads.remove(id);
    }

    /** A node stopped itself: right for a broken disk, wrong for anything else. */
    void stopped(SimNode node, String reason) {
        trace.line(schedule.now(), node, "halts: " + reason);
        if (!reason.contains("no space left"))
            throw new Checker.Violation(node.id().brief() + " halts: " + reason);
        count("halted by a full disk");
        for (var place : places) {
            if (place.node() == node) {
                kill(place);
                place.disk.fill(false);
                restartSoon(place);
            }
        }
    }

    void fetchSnapshot(SimNode node, long index) {
        schedule.after(chance.between(500, 20_000), () -> {
            if (node.isDead()) return;
            var peers = places.stream()
                    .map(place -> place.node())
                    .filter(peer -> peer != node
                            && !peer.isDead()
                            && peer.replica().snapshot().raftIndex() >= index)
                    .filter(peer -> network.connected(peer.id(), node.id()))
                    .toList();
            if (peers.isEmpty()) return;
            var peer = chance.pick(peers);
            try {
                node.install(peer, peer.replica().snapshot());
                count("snapshots installed");
            } catch (IOException | LedgerFile.TamperedException e) {
                stopped(node, e.toString());
            }
        });
    }

    // ---- faults

    private void disturb() {
        if (!chaos) return;
        var place = chance.pick(places);
        switch (chance.below(11)) {
            case 0, 1 -> crash(place);
            case 2 -> partition(place, true);
            case 3 -> partition(place, false);
            case 4 -> network.heal();
            case 5 -> leader().ifPresent(SimNode::stepDown);
            case 6 -> place.node().shiftClock(chance.between(-5_000, 5_000));
            case 7 -> pause(place);
            case 8 -> network.weather(chance.oneIn(2) ? 0 : (int) chance.between(3, 30), profile.delayMaxMicros());
            case 9 -> {
                count("full disks");
                place.disk.fill(true);
                schedule.after(chance.between(10_000, 200_000), () -> place.disk.fill(false));
            }
            case 10 -> leader().ifPresent(leader -> crash(placeOf(leader)));
            default -> throw new IllegalStateException("no such fault");
        }
        schedule.after(chance.between(profile.disturbEvery() / 4 + 1, profile.disturbEvery() * 2), this::disturb);
    }

    private void crash(Place place) {
        if (place.node().isDead()) return;
        count("crashes");
        kill(place);
        place.disk.crash();
        restartSoon(place);
    }

    private void kill(Place place) {
        trace.line(schedule.now(), place.node(), "is killed");
        place.node().kill();
        for (var ticket : askedAt.entrySet()) {
            if (ticket.getValue() == place.node() && !checker.isAnswered(ticket.getKey()))
                lostWithNode.add(ticket.getKey());
        }
    }

    private void restartSoon(Place place) {
        schedule.after(chance.between(5_000, 400_000), () -> {
            if (place.node().isDead()) start(place);
        });
    }

    private void partition(Place place, boolean bothWays) {
        count(bothWays ? "partitions" : "one-way partitions");
        for (var other : places) {
            if (other == place) continue;
            network.cut(place.node().id(), other.node().id());
            if (bothWays) network.cut(other.node().id(), place.node().id());
        }
        schedule.after(chance.between(50_000, 900_000), network::heal);
    }

    private void pause(Place place) {
        if (place.node().isDead() || place.node().isPaused()) return;
        count("pauses");
        var node = place.node();
        node.pause(true);
        schedule.after(chance.between(20_000, 600_000), () -> node.pause(false));
    }

    java.util.Optional<SimNode> leader() {
        return places.stream().map(place -> place.node()).filter(SimNode::leads).findFirst();
    }

    private Place placeOf(SimNode node) {
        return places.stream().filter(place -> place.node() == node).findFirst().orElseThrow();
    }

    private void heal() {
        chaos = false;
        network.heal();
        network.weather(0, 1_000);
        for (var place : places) {
            place.disk.fill(false);
            if (place.node().isDead()) start(place);
            place.node().pause(false);
        }
    }

    // ---- starting

    private void start(Place place) {
        try {
            count("starts");
            var identity = Identity.of(place.number, 0);
            var first = place.number == 0;
            place.start(new SimNode(this, identity, place.disk, place.raftDisk, voters(), first ? genesis() : null));
            trace.line(
                    schedule.now(),
                    place.node(),
                    "starts at " + place.node().accepted().seqno());
        } catch (IOException | LedgerFile.TamperedException e) {
            throw new Checker.Violation("place " + place.number + " does not start: " + e);
        }
    }

    private Set<OrderedLog.Peer> voters() {
        var voters = new HashSet<OrderedLog.Peer>();
        for (var i = 0; i < profile.nodes(); i++)
            voters.add(new OrderedLog.Peer(Identity.of(i, 0).id(), "log"));
        return voters;
    }

    private Genesis genesis() {
        var tx = new Tx(Version.EMPTY, 1 << 20);
        for (var i = 0; i < profile.nodes(); i++)
            Membership.trust(Identity.of(i, 0).admit(), tx);
        return new Genesis(tx.writes(), 1);
    }

    // ---- rest

    private boolean isAtRest() {
        if (checker.length() == 0) return false;
        var last = checker.length();
        for (var place : places) {
            var node = place.node();
            if (node.isDead()
                    || node.accepted().seqno().value() != last
                    || node.replica().inDoubt() > 0) return false;
            if (node.replica().head().seqno().value() != last) return false;
        }
        return leader().isPresent() && waiting().isEmpty();
    }

    private List<Long> waiting() {
        return tickets.keySet().stream()
                .filter(ticket -> !checker.isAnswered(ticket) && !lostWithNode.contains(ticket))
                .sorted()
                .toList();
    }

    private String unrest() {
        var text = new StringBuilder("chain " + checker.length());
        for (var place : places) {
            text.append("; ")
                    .append(place.node().id().brief())
                    .append(" at ")
                    .append(place.node().accepted().seqno());
            text.append(place.node().leads() ? " leads" : "")
                    .append(" in doubt ")
                    .append(place.node().replica().inDoubt());
        }
        return text.append("; waiting ").append(waiting()).toString();
    }

    /** I8: what stands in two nodes' ledger files is the same, entry by entry and chunk by chunk. */
    private void checkLedgerFiles() {
        var bytes = new HashMap<String, Digest>();
        for (var place : places) {
            for (var name : place.disk.list()) {
                if (!name.endsWith(".committed")) continue;
                try {
                    var digest = Digest.sha256(place.disk.read(name, 0, (int) place.disk.size(name)));
                    var same = bytes.putIfAbsent(name, digest);
                    count("chunks compared");
                    if (same != null && !same.equals(digest))
                        throw new Checker.Violation("I8: two versions of " + name);
                } catch (IOException e) {
                    throw new Checker.Violation("a chunk cannot be read: " + e);
                }
            }
            var ledger = place.node().ledger();
            if (ledger.last().value() != checker.length())
                throw new Checker.Violation("I8: a ledger file lacks entries");
        }
    }

    Set<NodeId> trusted() {
        return TrustedNodes.of(places.getFirst().node().accepted().store());
    }

    long seed() {
        return seed;
    }
}
