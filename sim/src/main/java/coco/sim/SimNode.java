package coco.sim;

import coco.crypto.Bytes;
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
import coco.spi.LogEvent;
import coco.spi.OrderedLog;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One process life of a node: the production replica and ledger file between a simulated log and disk. It does what the real node's loop
 * does: feeds one event after the other and carries the effects out in order.
 *
 * <p>Owner: the world's single thread.
 */
final class SimNode {
    private static final long TICK = 10_000;
    private static final int SNAPSHOT_EVERY = 20;

    private final World world;
    private final Identity identity;
    private final Chance chance;
    private final Replica replica;
    private final SimRaft log;
    private final NodeFiles files;
    private final ArrayDeque<Event> inbox = new ArrayDeque<>();
    private final ArrayDeque<OrderedLog.Proposal> outbox = new ArrayDeque<>();
    private boolean pumping;
    private boolean sending;
    private boolean paused;
    private boolean holding;
    private boolean dead;
    private long clockShift;
    private @Nullable NodeId leader;
    private @Nullable Recorded recorded;

    /** The state that the checker has seen last. */
    private LedgerState reported;

    private record Recorded(Seqno first, List<Bytes> entries) {}

    /**
     * @param voters those the log begins with; empty for a node that waits to be added
     * @param genesis what the first node opens the ledger with
     */
    SimNode(World world, Place place, Set<OrderedLog.Peer> voters, @Nullable Genesis genesis)
            throws IOException, LedgerFile.TamperedException {
        this.world = world;
        this.identity = place.identity();
        this.chance = world.chance().split();
        this.files = NodeFiles.open(place.disk, place.life() > 0);
        this.replica = new Replica(setup(genesis), files.newest());
        this.reported = replica.accepted();
        var start = new OrderedLog.Start(
                new OrderedLog.Peer(id(), "log"),
                voters,
                files.newest().raftTerm(),
                files.newest().raftIndex());
        this.log = new SimRaft(
                start,
                place.raftDisk(),
                world.network(),
                world.schedule(),
                chance.split(),
                world.profile().log(),
                this::tell);
        world.schedule().after(TICK, this::tick);
    }

    private Setup setup(@Nullable Genesis genesis) {
        return new Setup(
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
    }

    NodeId id() {
        return identity.id();
    }

    String name() {
        return identity.name();
    }

    LedgerState accepted() {
        return replica.accepted();
    }

    Replica replica() {
        return replica;
    }

    SimRaft log() {
        return log;
    }

    /** The voters that it was asked to bring about and has not asked its log for yet. */
    Stream<Set<OrderedLog.Peer>> votersAskedFor() {
        return inbox.stream().mapMulti((event, asked) -> {
            if (event instanceof Event.ReconfigureAsked(var _, var desired)) asked.accept(desired);
        });
    }

    NodeFiles files() {
        return files;
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

    /** Whether it has a state and can serve: a node that joins has none at first. */
    boolean isUp() {
        return !dead && !accepted().isEmpty();
    }

    /** The host stops the process (SIGSTOP); what is sent to it waits. */
    void pause(boolean isPaused) {
        paused = isPaused;
        if (!isPaused) pumpSoon();
    }

    /** Batches stay between replica and log, as if the thread between them were slow. */
    void hold(boolean isHolding) {
        holding = isHolding;
        if (!isHolding) sendSoon();
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

    @Nullable
    NodeId knownLeader() {
        return leader;
    }

    void feed(Event event) {
        if (dead) return;
        inbox.add(event);
        pumpSoon();
    }

    private void tell(LogEvent event) {
        if (event instanceof LogEvent.LeaderChanged(var _, var newLeader)) leader = newLeader;
        feed(new Event.FromLog(event));
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
        for (var effect : replica.on(nowMillis(), event)) {
            if (dead) return;
            try {
                carryOut(effect);
            } catch (IOException | LedgerFile.TamperedException e) {
                world.stopped(this, e.toString());
                return;
            }
        }
        if (!dead) world.checker().heads(id(), replica);
    }

    private long nowMillis() {
        return Math.max(0, 1_000_000 + world.schedule().now() / 1_000 + clockShift);
    }

    private void carryOut(Effect effect) throws IOException, LedgerFile.TamperedException {
        switch (effect) {
            case Effect.Append(var proposal) -> {
                world.checker().offered(id(), proposal);
                world.count("batches offered");
                if (proposal.attempt() > 1) world.count("batches offered again");
                outbox.add(proposal);
                sendSoon();
            }
            case Effect.WriteEntries(var first, var entries) -> {
                files.ledger().append(first, entries);
                recorded = new Recorded(first, entries);
            }
            case Effect.Accepted(var after, var _) -> accepted(after);
            case Effect.Tell(var ticket, var answer) -> world.clients().answered(this, ticket, answer);
            case Effect.Placed(var ticket, var txId) -> world.clients().placed(this, ticket, txId);
            case Effect.Leads(var view) -> {
                world.checker().leads(id(), accepted());
                world.happened(this, "views opened", "leads view " + view);
            }
            case Effect.LostOffice(var view) -> {
                world.checker().lostOffice(id());
                world.happened(this, "offices lost", "leads view " + view + " no longer");
            }
            case Effect.StepDown(var term, var reason) -> {
                world.happened(this, "asked to step down", "resigns: " + reason);
                log.stepDown(term);
            }
            case Effect.AskBarrier(var id) -> log.barrier(id);
            case Effect.ReadPoint(var id) -> world.clients().readPoint(this, id);
            case Effect.ReadFailed(var id, var _) -> world.clients().readFailed(this, id);
            case Effect.Reconfigure(var expected, var desired) -> log.reconfigure(expected, desired);
            case Effect.FetchSnapshot(var index) -> world.fetchSnapshot(this, index);
            case Effect.Voided(var _, var _, var reason, var _) ->
                world.happened(this, "void batches", "void: " + reason);
            case Effect.Halt(var reason) -> world.stopped(this, reason);
        }
    }

    private void accepted(LedgerState after) throws IOException {
        if (recorded != null) {
            world.checker().accepted(id(), reported, after, recorded.first().value(), recorded.entries());
            world.accepted(this, reported, after);
        }
        recorded = null;
        reported = after;
        world.clients().moved(this);
        if (after.seqno().value() - files.lastSnapshot() > SNAPSHOT_EVERY && chance.oneIn(6)) takeSnapshot();
    }

    private void sendSoon() {
        if (sending || dead || holding) return;
        sending = true;
        world.schedule().after(chance.between(0, 600), () -> {
            sending = false;
            if (dead || holding) return;
            if (!outbox.isEmpty()) log.append(outbox.remove());
            if (!outbox.isEmpty()) sendSoon();
        });
    }

    // ---- snapshots

    void takeSnapshot() throws IOException {
        if (!files.save(replica.snapshot())) return;
        log.durable(replica.snapshot().raftIndex());
        world.count("snapshots taken");
    }

    /** Takes over a peer's snapshot, and its entries; false where the log has brought this node as far already. */
    boolean install(SimNode peer) throws IOException, LedgerFile.TamperedException {
        var snapshot = peer.replica().snapshot();
        if (snapshot.raftIndex() <= replica.snapshot().raftIndex()) return false;
        world.checker().installed(snapshot.state());
        // First the entries, then the state that says they are there.
        if (files.takeOver(peer.files(), snapshot.state())) world.cacheThrownAway(this);
        handle(new Event.Installed(snapshot));
        if (dead || replica.snapshot().raftIndex() < snapshot.raftIndex()) return false;
        // The log forgets what it lacks only once that is durable here.
        if (files.save(replica.snapshot())) world.count("snapshots taken");
        log.installed(snapshot.raftTerm(), snapshot.raftIndex(), peer.log().votersAt(snapshot.raftIndex()));
        return true;
    }
}
