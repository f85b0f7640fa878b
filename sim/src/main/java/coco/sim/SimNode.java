package coco.sim;

import coco.crypto.MalformedException;
import coco.governance.Membership;
import coco.ledger.LedgerFile;
import coco.ledger.NodeId;
import coco.ledger.Seqno;
import coco.replica.Effect;
import coco.replica.Event;
import coco.replica.Genesis;
import coco.replica.LedgerState;
import coco.replica.Replica;
import coco.replica.Setup;
import coco.replica.Snapshot;
import coco.replica.SnapshotCodec;
import coco.spi.LogEvent;
import coco.spi.OrderedLog;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One process life of a node: the production replica and ledger file between a simulated log and disk. It does what the real node's loop
 * does: feeds one event after the other and carries the effects out in order.
 *
 * <p>Owner: the world's single thread.
 */
final class SimNode {
    private static final long TICK = 10_000;
    private static final int SNAPSHOTS_KEPT = 2;

    private final World world;
    private final Identity identity;
    private final SimDisk disk;
    private final Chance chance;
    private final Replica replica;
    private final SimRaft log;
    private final LedgerFile ledger;
    private final ArrayDeque<Event> inbox = new ArrayDeque<>();
    private final ArrayDeque<OrderedLog.Proposal> outbox = new ArrayDeque<>();
    private boolean pumping;
    private boolean sending;
    private boolean paused;
    private boolean dead;
    private long clockShift;
    private long lastSnapshot;
    private @Nullable NodeId leader;

    SimNode(
            World world,
            Identity identity,
            SimDisk disk,
            RaftDisk raftDisk,
            Set<OrderedLog.Peer> voters,
            @Nullable Genesis genesis)
            throws IOException, LedgerFile.TamperedException {
        this.world = world;
        this.identity = identity;
        this.disk = disk;
        this.chance = world.chance().split();
        var setup = new Setup(
                identity.id(),
                identity.key(),
                identity.certificate(),
                identity.encryptionKey(),
                Identity.service(),
                Map.of(
                        SimProtocol.NAME,
                        new SimProtocol(chance.split()),
                        Membership.NAME,
                        new Membership((joiner, ledger) -> null)),
                world.limits(),
                genesis,
                null,
                new SeededEntropy(chance.split()));
        var snapshot = newestSnapshot();
        this.ledger = LedgerFile.open(disk, snapshot.state().seqno().next());
        this.replica = new Replica(setup, snapshot);
        var start = new OrderedLog.Start(peer(), voters, snapshot.raftTerm(), snapshot.raftIndex());
        this.log = new SimRaft(
                start,
                raftDisk,
                world.network(),
                world.schedule(),
                chance.split(),
                world.profile().log(),
                this::tell);
        world.schedule().after(TICK, this::tick);
    }

    OrderedLog.Peer peer() {
        return new OrderedLog.Peer(identity.id(), "log");
    }

    NodeId id() {
        return identity.id();
    }

    LedgerState accepted() {
        return replica.accepted();
    }

    Replica replica() {
        return replica;
    }

    SimDisk disk() {
        return disk;
    }

    LedgerFile ledger() {
        return ledger;
    }

    boolean leads() {
        return !dead && replica.leads();
    }

    boolean isDead() {
        return dead;
    }

    boolean isPaused() {
        return paused;
    }

    void stepDown() {
        log.stepDown(Long.MAX_VALUE);
    }

    /** The host stops the process (SIGSTOP); what is sent to it waits. */
    void pause(boolean isPaused) {
        paused = isPaused;
        if (!isPaused) pumpSoon();
    }

    void shiftClock(long millis) {
        clockShift += millis;
    }

    /** The process ends without warning. */
    void kill() {
        dead = true;
        log.close();
        replica.close();
    }

    void submit(Event.Submitted submitted) {
        feed(submitted);
    }

    void readFresh(long id) {
        feed(new Event.ReadAsked(id));
    }

    void reconfigure(Set<OrderedLog.Peer> current, Set<OrderedLog.Peer> desired) {
        feed(new Event.ReconfigureAsked(current, desired));
    }

    private void tell(LogEvent event) {
        if (event instanceof LogEvent.LeaderChanged(var _, var newLeader)) leader = newLeader;
        feed(new Event.FromLog(event));
    }

    @Nullable
    NodeId knownLeader() {
        return leader;
    }

    private void feed(Event event) {
        if (dead) return;
        inbox.add(event);
        pumpSoon();
    }

    private void tick() {
        if (dead) return;
        if (!paused) feed(new Event.Tick());
        world.schedule().after(TICK, this::tick);
    }

    private void pumpSoon() {
        if (pumping || paused || dead) return;
        pumping = true;
        world.schedule().after(chance.between(5, 800), this::pump);
    }

    private void pump() {
        pumping = false;
        if (dead || paused) return;
        for (var i = chance.between(1, 12); i > 0 && !inbox.isEmpty() && !dead; i--) handle(inbox.remove());
        if (dead) return;
        handle(new Event.Drained());
        if (!inbox.isEmpty()) pumpSoon();
    }

    private void handle(Event event) {
        var before = replica.accepted();
        for (var effect : replica.on(nowMillis(), event)) {
            if (dead) return;
            try {
                before = carryOut(effect, before);
            } catch (IOException | LedgerFile.TamperedException e) {
                world.stopped(this, e.toString());
                return;
            }
        }
        if (!dead) world.checker().heads(replica.accepted(), replica.head());
    }

    private long nowMillis() {
        return Math.max(0, 1_000_000 + world.schedule().now() / 1_000 + clockShift);
    }

    private LedgerState before = LedgerState.EMPTY;

    private LedgerState carryOut(Effect effect, LedgerState state) throws IOException, LedgerFile.TamperedException {
        switch (effect) {
            case Effect.Append(var proposal) -> {
                world.checker().sealed(id(), proposal.term(), proposal.bytes());
                world.count("batches offered");
                outbox.add(proposal);
                sendSoon();
            }
            case Effect.WriteEntries(var first, var entries) -> {
                ledger.append(first, entries);
                recorded = new Recorded(first, entries);
            }
            case Effect.Accepted(var after, var _) -> {
                if (recorded != null) {
                    world.checker()
                            .accepted(id(), before, after, recorded.first().value(), recorded.entries());
                    world.accepted(this, after);
                }
                recorded = null;
                before = after;
                if (after.seqno().value() - lastSnapshot > 20 && chance.oneIn(6)) takeSnapshot();
            }
            case Effect.Tell(var ticket, var answer) -> world.answered(this, ticket, answer);
            case Effect.Placed other -> {}
            case Effect.Leads(var view) -> world.leads(this, view);
            case Effect.LostOffice other -> world.count("offices lost");
            case Effect.StepDown(var term, var reason) -> {
                world.stepDown(this, reason);
                log.stepDown(term);
            }
            case Effect.AskBarrier(var id) -> log.barrier(id);
            case Effect.ReadPoint(var id) -> world.readPoint(this, id);
            case Effect.ReadFailed(var id, var _) -> world.readFailed(id);
            case Effect.Reconfigure(var expected, var desired) -> log.reconfigure(expected, desired);
            case Effect.FetchSnapshot(var index) -> world.fetchSnapshot(this, index);
            case Effect.Voided(var _, var _, var reason, var _) -> world.voided(this, reason);
            case Effect.Halt(var reason) -> world.stopped(this, reason);
        }
        return state;
    }

    private record Recorded(Seqno first, java.util.List<coco.crypto.Bytes> entries) {}

    private @Nullable Recorded recorded;

    private void sendSoon() {
        if (sending || dead) return;
        sending = true;
        world.schedule().after(chance.between(0, 600), () -> {
            sending = false;
            if (dead) return;
            if (!outbox.isEmpty()) log.append(outbox.remove());
            if (!outbox.isEmpty()) sendSoon();
        });
    }

    // ---- snapshots

    private void takeSnapshot() throws IOException {
        lastSnapshot = replica.accepted().seqno().value();
        ledger.sync();
        var name = "snapshot_" + lastSnapshot;
        if (disk.size(name) >= 0) return;
        disk.append(name + ".part", SnapshotCodec.encode(replica.snapshot()).toArray());
        disk.sync(name + ".part");
        disk.rename(name + ".part", name);
        log.durable(replica.snapshot().raftIndex());
        world.count("snapshots taken");
        var old = disk.list().stream()
                .filter(file -> file.startsWith("snapshot_") && !file.endsWith(".part"))
                .map(file -> Long.parseLong(file.substring("snapshot_".length())))
                .sorted()
                .toList();
        for (var i = 0; i < old.size() - SNAPSHOTS_KEPT; i++) disk.delete("snapshot_" + old.get(i));
    }

    private Snapshot newestSnapshot() throws IOException {
        var newest = Snapshot.NOTHING;
        for (var name : disk.list()) {
            if (!name.startsWith("snapshot_")) continue;
            if (name.endsWith(".part")) {
                disk.delete(name);
                continue;
            }
            try {
                var bytes = disk.read(name, 0, (int) disk.size(name));
                var snapshot = SnapshotCodec.decode(coco.crypto.Bytes.unsafeWrap(bytes));
                if (snapshot.state().seqno().value() > newest.state().seqno().value()) newest = snapshot;
            } catch (MalformedException e) {
                throw new IOException(name + " does not decode", e);
            }
        }
        before = newest.state();
        return newest;
    }

    /** Takes over a peer's snapshot, and the entries of its ledger that are missing here. */
    void install(SimNode peer, Snapshot snapshot) throws IOException, LedgerFile.TamperedException {
        if (snapshot.state().seqno().value() <= replica.accepted().seqno().value()) return;
        var first = ledger.last().next();
        for (var seqno = first; seqno.value() <= snapshot.state().seqno().value(); seqno = seqno.next()) {
            ledger.append(seqno, java.util.List.of(peer.ledger().read(seqno)));
        }
        world.checker().installed(snapshot.state());
        handle(new Event.Installed(snapshot));
        before = replica.accepted();
        log.installed(snapshot.raftTerm(), snapshot.raftIndex());
        takeSnapshot();
    }
}
