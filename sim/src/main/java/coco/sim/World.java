package coco.sim;

import coco.governance.Membership;
import coco.ledger.LedgerFile;
import coco.ledger.NodeId;
import coco.ledger.Tables;
import coco.replica.Genesis;
import coco.replica.LedgerState;
import coco.replica.Limits;
import coco.replica.TrustedNodes;
import coco.spi.OrderedLog;
import coco.store.Table;
import coco.store.Tx;
import coco.store.Version;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A cluster, its clients and everything that goes wrong, under one seed.
 *
 * <p>First chaos, for a time that the profile gives; then the world heals, all stopped nodes come back, and
 * everything has to come to rest:
 * every client answered, every node at the same place, the voters those that the ledger trusts.
 */
final class World {
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
    private final List<Place> places = new ArrayList<>();
    private final FaultBound bound = new FaultBound(this);
    private final Clients clients;
    private final Mischief mischief;
    private final Steward steward;
    private boolean chaotic = true;

    World(long seed) {
        this(seed, null, Trace.SILENT);
    }

    World(long seed, @Nullable Profile given, Trace trace) {
        this.seed = seed;
        this.chance = new Chance(seed);
        this.profile = given == null ? Profile.draw(chance) : given;
        this.trace = trace;
        this.network = new SimNetwork(schedule, chance.split());
        this.limits = given == null ? drawLimits() : calmLimits();
        this.clients = new Clients(this, chance.split());
        this.mischief = new Mischief(this, chance.split());
        this.steward = new Steward(this);
        network.weather(profile.loss(), profile.delayMaxMicros());
        for (var i = 0; i < profile.nodes(); i++) places.add(new Place(i, new SimDisk(chance.split())));
        for (var place : places) start(place);
        if (given != null || profile.grown() || profile.comesBackAsNew()) steward.begin();
    }

    private Limits drawLimits() {
        return new Limits(
                (int) chance.between(1, 12),
                1 << 16,
                1 << 15,
                profile.outbox(),
                (int) chance.between(5, 60),
                (int) chance.between(3, 30),
                chance.between(5_000, 40_000),
                chance.between(200, 2_000),
                chance.between(20, 120),
                200);
    }

    private static Limits calmLimits() {
        return new Limits(1, 1 << 16, 1 << 15, 4, 60, 5, 20_000, 60_000, 10_000, 200);
    }

    long seed() {
        return seed;
    }

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

    FaultBound bound() {
        return bound;
    }

    Clients clients() {
        return clients;
    }

    List<Place> places() {
        return places;
    }

    boolean isChaotic() {
        return chaotic;
    }

    /** How often each thing has occurred. */
    Map<String, Integer> counts() {
        return counts;
    }

    void count(String what) {
        counts.merge(what, 1, Integer::sum);
    }

    /** Counts {@code what} and traces {@code text}. */
    void happened(SimNode node, String what, String text) {
        count(what);
        tell(node, text);
    }

    void tell(SimNode node, String text) {
        trace.line(schedule.now(), node.name(), text);
    }

    /** The process with this identity, dead or alive; null where there is none any more. */
    @Nullable
    SimNode process(@Nullable NodeId id) {
        for (var place : places) if (place.wasStarted() && place.node().id().equals(id)) return place.node();
        return null;
    }

    @Nullable
    SimNode leader() {
        for (var place : places) if (place.node().leads()) return place.node();
        return null;
    }

    Place placeOf(SimNode node) {
        return places.stream().filter(place -> place.node() == node).findFirst().orElseThrow();
    }

    // ---- running

    /** @throws Checker.Violation where a rule is broken */
    void run() {
        clients.begin();
        mischief.begin();
        while (schedule.step(profile.chaosMicros())) {}
        healAndJudge();
    }

    /** Repairs everything, waits until the world is at rest, and looks at what is there. */
    void healAndJudge() {
        heal();
        var limit = schedule.now() + HEALING_LIMIT;
        while (!isAtRest() && schedule.step(limit)) {}
        if (!isAtRest()) throw new Checker.Violation("the world has healed and does not come to rest: " + unrest());
        for (var place : places) {
            if (!place.isVacant())
                checker.atRest(place.node().name(), place.node().accepted());
            counts.merge("torn tails", place.disk.tornTails(), Integer::sum);
        }
        new Audit(this, chance.split()).run();
        counts.merge("lost messages", (int) network.lost(), Integer::sum);
        count(profile.comesBackAsNew() ? "worlds where nodes come back as new ones" : "worlds of local disks");
        if (profile.grown()) count("networks grown from one node");
    }

    private void heal() {
        chaotic = false;
        mischief.end();
        clients.stop();
        network.heal();
        network.weather(0, 1_000);
        for (var place : places) {
            place.disk.fill(false);
            place.node().pause(false);
            place.node().hold(false);
            if (place.isVacant() && !place.node().isDead()) kill(place);
            if (place.node().isDead() && !place.isVacant()) comeBack(place);
        }
    }

    boolean isAtRest() {
        var last = checker.length();
        var leader = leader();
        if (last == 0 || leader == null || !clients.waiting().isEmpty()) return false;
        var ids = ids();
        for (var place : places) {
            if (place.isVacant()) continue;
            var node = place.node();
            if (node.isDead() || node.accepted().seqno().value() != last) return false;
            // A node that restarted from its own snapshot learns the voters with the next configuration.
            var voters = node.replica().voters();
            if (!voters.isEmpty() && !voters.equals(ids)) return false;
            if (node.replica().inDoubt() > 0 || node.replica().head().seqno().value() != last) return false;
        }
        return leader.replica().voters().equals(ids)
                && TrustedNodes.of(leader.accepted().store()).equals(ids);
    }

    /** The nodes that the network is to consist of. */
    private Set<NodeId> ids() {
        var ids = new HashSet<NodeId>();
        for (var place : places) if (!place.isVacant()) ids.add(place.node().id());
        return ids;
    }

    private String unrest() {
        var text = new StringBuilder("chain " + checker.length());
        for (var place : places) {
            var node = place.node();
            text.append("; ")
                    .append(node.name())
                    .append(node.isDead() ? " dead" : "")
                    .append(" at ");
            text.append(node.accepted().seqno()).append(node.leads() ? " leads" : "");
            text.append(" in doubt ").append(node.replica().inDoubt());
            text.append(" log ").append(node.log());
        }
        return text.append("; waiting ").append(clients.waiting()).toString();
    }

    // ---- what nodes report

    void accepted(SimNode node, LedgerState before, LedgerState after) {
        count("batches accepted");
        if (before.epoch().view().equals(after.epoch().view())
                && !before.epoch().equals(after.epoch())) {
            count("rekeys within a view");
        }
        tell(node, "accepted " + after.txId());
    }

    void cacheThrownAway(SimNode node) {
        if (!profile.comesBackAsNew()) throw new Checker.Violation("the ledger file of " + node.name() + " was wrong");
        happened(node, "caches thrown away", "throws its cached ledger file away");
    }

    /** A node stopped itself: right for a broken disk and for a node that was removed, wrong for anything else. */
    void stopped(SimNode node, String reason) {
        tell(node, "halts: " + reason);
        var place = placeOf(node);
        if (reason.contains("no space left")) {
            count("halted by a full disk");
            kill(place);
            place.disk.fill(false);
            restart(place, chance.between(5_000, 400_000));
        } else if (isRemoved(node) && reason.contains("is not opened to this node")) {
            count("removed nodes that stopped");
            kill(place);
            place.leave();
        } else {
            throw new Checker.Violation(node.name() + " halts: " + reason);
        }
    }

    private boolean isRemoved(SimNode node) {
        if (checker.isRetiredNext(node.id(), node.accepted())) return true;
        return places.stream()
                .map(place -> place.node().accepted())
                .filter(state -> state.seqno().value() == checker.length())
                .noneMatch(state -> TrustedNodes.of(state.store()).contains(node.id()));
    }

    void fetchSnapshot(SimNode node, long index) {
        schedule.after(chance.between(500, 20_000), () -> {
            if (node.isDead()) return;
            var peers = places.stream()
                    .map(Place::node)
                    .filter(peer -> peer != node
                            && !peer.isDead()
                            && peer.replica().snapshot().raftIndex() >= index)
                    .filter(peer -> network.connected(peer.id(), node.id()))
                    .toList();
            if (peers.isEmpty()) return;
            var peer = chance.pick(peers);
            try {
                if (node.install(peer)) {
                    happened(
                            node,
                            "snapshots installed",
                            "takes a snapshot at " + node.accepted().txId());
                }
            } catch (IOException | LedgerFile.TamperedException e) {
                stopped(node, e.toString());
            }
        });
    }

    // ---- starting and stopping

    /** The node in this place is to be removed from the network. */
    void leave(Place place) {
        tell(place.node(), "is to leave the network");
        place.leave();
        steward.begin();
    }

    /** The process dies and the disk loses what was not synced. */
    void crash(Place place) {
        kill(place);
        place.disk.crash();
    }

    void kill(Place place) {
        tell(place.node(), "is killed");
        place.node().kill();
        clients.lost(place.node());
        checker.lostOffice(place.node().id());
    }

    void restart(Place place, long afterMicros) {
        schedule.after(afterMicros, () -> {
            if (place.node().isDead() && !place.isVacant()) comeBack(place);
        });
    }

    /** Starts what comes after the process that has stopped; the host does what it likes with the disk before. */
    private void comeBack(Place place) {
        if (profile.comesBackAsNew()) {
            switch (chance.below(5)) {
                case 0 -> {
                    if (place.rollBack()) count("disks rolled back");
                }
                case 1 -> {
                    count("disks wiped");
                    place.disk.wipe();
                }
                case 2 -> {
                    if (place.disk.tamper()) count("disks tampered with");
                }
                default -> count("disks found as they were left");
            }
        }
        begin(place);
    }

    void begin(Place place) {
        if (profile.comesBackAsNew()) place.nextLife();
        start(place);
    }

    private void start(Place place) {
        try {
            count("starts");
            var opens = place.number == 0 && place.life() == 0;
            var waits = place.life() > 0 || (profile.grown() && !opens);
            var voters = waits ? Set.<OrderedLog.Peer>of() : founders();
            place.started(new SimNode(this, place, voters, opens ? genesis() : null));
            tell(place.node(), "starts at " + place.node().accepted().txId());
        } catch (IOException | LedgerFile.TamperedException e) {
            throw new Checker.Violation("place " + place.number + " does not start: " + e);
        }
    }

    private Set<OrderedLog.Peer> founders() {
        var founders = new HashSet<OrderedLog.Peer>();
        for (var place : places) {
            if (place.number == 0 || !profile.grown()) {
                founders.add(new OrderedLog.Peer(Identity.of(place.number, 0).id(), "log"));
            }
        }
        return founders;
    }

    private Genesis genesis() {
        var tx = new Tx(Version.EMPTY, 1 << 20);
        for (var place : places) {
            if (place.number == 0 || !profile.grown())
                Membership.trust(Identity.of(place.number, 0).admit(), tx);
        }
        tx.put(new Table(Tables.SERVICE_INFO), Tables.ONLY_ROW, Identity.serviceInfo());
        return new Genesis(tx.writes(), 1);
    }
}
