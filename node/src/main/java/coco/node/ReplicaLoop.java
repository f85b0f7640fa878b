package coco.node;

import coco.crypto.Bytes;
import coco.governance.Membership;
import coco.ledger.LedgerFile;
import coco.ledger.NodeId;
import coco.ledger.Seqno;
import coco.ledger.TxId;
import coco.node.metrics.Meters;
import coco.replica.Effect;
import coco.replica.Event;
import coco.replica.LedgerState;
import coco.replica.Replica;
import coco.replica.Snapshot;
import coco.spi.Answer;
import coco.spi.LedgerProtocol;
import coco.spi.LogEvent;
import coco.spi.OrderedLog;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Owner of the replica and of the ledger file. Only {@link #run} touches them; others post events or read {@link #accepted}.
 */
final class ReplicaLoop implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(ReplicaLoop.class);
    private static final int EVENTS_AT_ONCE = 2_000;
    private static final long TICK_MILLIS = 50;

    /** What the loop hands to the outside; called on the loop's thread, so everything in it is quick. */
    interface Outside {
        void answered(long ticket, Answer answer);

        void placed(long ticket, TxId txId);

        void accepted(LedgerState state, Seqno first, List<Bytes> entries);

        void readPoint(long id);

        void readFailed(long id, String reason);

        void leads(boolean leads);

        void fetchSnapshot(long raftIndex);

        void halted(String reason);
    }

    @FunctionalInterface
    private interface Step {
        void take(ReplicaLoop loop) throws IOException;
    }

    private sealed interface Posted {
        record Fed(Event event) implements Posted {}

        record Order(Step step) implements Posted {}
    }

    private final LinkedBlockingQueue<Posted> inbox = new LinkedBlockingQueue<>();
    private final Replica replica;
    private final LedgerFile ledger;
    private final SnapshotStore snapshots;
    private final SnapshotRule rule;
    private final Collection<LedgerProtocol> protocols;
    private final Outside outside;
    private final Meters meters;
    private final Clock clock;
    private final ExecutorService snapshotWriter;
    private volatile LedgerState accepted;
    private volatile Set<NodeId> voters = Set.of();
    private volatile @Nullable NodeId leader;
    private volatile boolean leads;
    /** The term of this node's newest office. */
    private volatile long office;

    private volatile boolean stopped;
    private @Nullable OrderedLog log;
    private List<Bytes> written = List.of();
    private Seqno writtenFirst = Seqno.ZERO;
    private Snapshot lastSnapshot;
    private boolean snapshotting;
    private boolean membersMoved;
    private volatile boolean membersDurable = true;
    private long bytesSinceSnapshot;
    private long snapshotSize;
    private long lastTick;

    /**
     * A snapshot is taken after so many entries or bytes, but not before twice as many bytes have come in as the last one had: it
     * writes the whole state, and this keeps its cost below half of what is written anyway. What a restart has to read again stays
     * in proportion to the state.
     */
    record SnapshotRule(long entries, long bytes) {
        boolean isDue(long newEntries, long newBytes, long lastSize) {
            return (newEntries >= entries || newBytes >= bytes) && newBytes >= 2 * lastSize;
        }
    }

    ReplicaLoop(
            Replica replica,
            LedgerFile ledger,
            SnapshotStore snapshots,
            SnapshotRule rule,
            Collection<LedgerProtocol> protocols,
            Outside outside,
            Meters meters,
            Clock clock,
            ExecutorService snapshotWriter) {
        this.replica = replica;
        this.ledger = ledger;
        this.snapshots = snapshots;
        this.rule = rule;
        this.protocols = List.copyOf(protocols);
        this.outside = outside;
        this.meters = meters;
        this.clock = clock;
        this.snapshotWriter = snapshotWriter;
        this.accepted = replica.accepted();
        this.lastSnapshot = replica.snapshot();
    }

    /** Feeds an event. Never blocks; whoever submits is held back by the gateway's limits. */
    void feed(Event event) {
        inbox.add(new Posted.Fed(event));
    }

    void feed(LogEvent event) {
        if (event instanceof LogEvent.LeaderChanged(var _, var newLeader)) leader = newLeader;
        if (event instanceof LogEvent.LeaderReady(var term)) office = term;
        if (event instanceof LogEvent.Configuration(var _, var _, var now) && !now.equals(voters)) {
            voters = now;
            LOG.info("voters: {}", now.stream().map(NodeId::brief).sorted().collect(Collectors.joining(", ")));
        }
        feed(new Event.FromLog(event));
    }

    /** Runs {@code task} on the loop's thread, between two events. */
    <T> CompletableFuture<T> ask(Task<T> task) {
        var future = new CompletableFuture<T>();
        inbox.add(new Posted.Order(loop -> {
            try {
                future.complete(task.run(loop));
            } catch (IOException e) {
                future.completeExceptionally(e);
            }
        }));
        return future;
    }

    /** Something that needs the loop's thread. */
    @FunctionalInterface
    interface Task<T> {
        T run(ReplicaLoop loop) throws IOException;
    }

    LedgerState accepted() {
        return accepted;
    }

    Set<NodeId> voters() {
        return voters;
    }

    @Nullable
    NodeId leader() {
        return leader;
    }

    boolean leads() {
        return leads;
    }

    /** Whether this node would still know all accepted changes of nodes after a crash. */
    boolean membersDurable() {
        return membersDurable;
    }

    /** Loop thread only. */
    Bytes read(Seqno seqno) throws IOException {
        return ledger.read(seqno);
    }

    Seqno firstInFile() {
        return ledger.first();
    }

    /** Loop thread only. */
    Snapshot snapshot() {
        return replica.snapshot();
    }

    void start(OrderedLog orderedLog) {
        log = orderedLog;
    }

    /** Where this node leads, {@code to} shall: it may have what this one lacks. */
    void handOver(NodeId to, String reason) {
        inbox.add(new Posted.Order(loop -> {
            var orderedLog = loop.log;
            if (!loop.leads || orderedLog == null) return;
            LOG.warn("hands over to {}: {}", to.brief(), reason);
            orderedLog.handOver(loop.office, to);
        }));
    }

    void stop() {
        inbox.add(new Posted.Order(loop -> loop.stopped = true));
    }

    @Override
    public void run() {
        var batch = new ArrayList<Posted>();
        try {
            while (!stopped) {
                var first = inbox.poll(TICK_MILLIS, TimeUnit.MILLISECONDS);
                if (first != null) {
                    batch.add(first);
                    inbox.drainTo(batch, EVENTS_AT_ONCE);
                    for (var posted : batch) if (!stopped) handle(posted);
                    batch.clear();
                    if (!stopped) carryOut(new Event.Drained());
                }
                tick();
            }
            ledger.sync();
        } catch (InterruptedException e) {
            LOG.info("the replica loop is interrupted");
        } catch (IOException | LedgerFile.TamperedException e) {
            halt("the disk: " + e);
        } catch (RuntimeException e) {
            // A broken invariant: nothing this node would do next can be trusted.
            LOG.error("broken invariant", e);
            halt(e.toString());
        } finally {
            replica.close();
        }
    }

    private void handle(Posted posted) throws IOException, LedgerFile.TamperedException {
        switch (posted) {
            case Posted.Fed(var event) -> carryOut(event);
            case Posted.Order(var step) -> step.take(this);
        }
    }

    private void tick() throws IOException, LedgerFile.TamperedException {
        var now = clock.millis();
        if (stopped || Math.abs(now - lastTick) < TICK_MILLIS) return;
        lastTick = now;
        carryOut(new Event.Tick());
    }

    private void carryOut(Event event) throws IOException, LedgerFile.TamperedException {
        for (var effect : replica.on(clock.millis(), event)) {
            carryOut(effect);
            if (stopped) return;
        }
        leads = replica.leads();
    }

    private void carryOut(Effect effect) throws IOException, LedgerFile.TamperedException {
        var orderedLog = log;
        if (orderedLog == null)
            throw new IllegalStateException("broken invariant: the log is there before the loop runs");
        switch (effect) {
            case Effect.Append(var proposal) -> orderedLog.append(proposal);
            case Effect.WriteEntries(var first, var entries) -> {
                ledger.append(first, entries);
                writtenFirst = first;
                written = entries;
                for (var entry : entries) bytesSinceSnapshot += entry.size();
            }
            case Effect.Accepted(var state, var writes) -> accept(state, writes);
            case Effect.Tell(var ticket, var answer) -> outside.answered(ticket, answer);
            case Effect.Placed(var ticket, var txId) -> outside.placed(ticket, txId);
            case Effect.Leads(var view) -> {
                LOG.info("leads view {}", view);
                meters.leads(true);
                outside.leads(true);
            }
            case Effect.LostOffice(var view) -> {
                LOG.info("lost view {}", view);
                meters.leads(false);
                outside.leads(false);
            }
            case Effect.StepDown(var term, var reason) -> {
                LOG.warn("steps down from term {}: {}", term, reason);
                orderedLog.stepDown(term);
            }
            case Effect.AskBarrier(var id) -> orderedLog.barrier(id);
            case Effect.ReadPoint(var id) -> outside.readPoint(id);
            case Effect.ReadFailed(var id, var reason) -> outside.readFailed(id, reason);
            case Effect.Reconfigure(var expected, var desired) -> orderedLog.reconfigure(expected, desired);
            case Effect.FetchSnapshot(var index) -> outside.fetchSnapshot(index);
            case Effect.Voided(var term, var index, var reason, var _) -> {
                LOG.warn("void batch at term {}, index {}: {}", term, index, reason);
                meters.voidBatch();
            }
            case Effect.Halt(var reason) -> halt(reason);
        }
    }

    private void accept(LedgerState state, List<Effect.Write> writes) throws IOException {
        // First: protocols look at the accepted state while they take in what was written.
        accepted = state;
        for (var write : writes) {
            for (var protocol : protocols) protocol.accepted(write.txId(), write.writes());
            if (movesMembers(write)) {
                membersMoved = true;
                membersDurable = false;
            }
        }
        meters.accepted(writes.size(), state.seqno().value());
        outside.accepted(state, writtenFirst, written);
        written = List.of();
        if (isSnapshotDue(state)) takeSnapshot();
    }

    private static boolean movesMembers(Effect.Write write) {
        return write.writes().tables().stream().anyMatch(table -> table.table().equals(Membership.NODES));
    }

    /**
     * After a start a node takes consensus traffic only from nodes that its newest snapshot trusts, so there is one for each
     * change of nodes: without it a node would come back that listens to nobody.
     */
    private boolean isSnapshotDue(LedgerState state) {
        return !snapshotting
                && (membersMoved
                        || rule.isDue(
                                state.seqno().value()
                                        - lastSnapshot.state().seqno().value(),
                                bytesSinceSnapshot,
                                snapshotSize));
    }

    /** The state is immutable, so it is written elsewhere while this thread goes on; the ledger file is made durable first. */
    private void takeSnapshot() throws IOException {
        ledger.sync();
        snapshotting = true;
        membersMoved = false;
        bytesSinceSnapshot = 0;
        var snapshot = replica.snapshot();
        lastSnapshot = snapshot;
        snapshotWriter.execute(() -> {
            try {
                var size = snapshots.save(snapshot);
                inbox.add(new Posted.Order(loop -> loop.saved(snapshot, size)));
            } catch (IOException e) {
                inbox.add(new Posted.Order(loop -> loop.halt("a snapshot cannot be written: " + e)));
            }
        });
    }

    private void saved(Snapshot snapshot, long size) throws IOException {
        snapshotting = false;
        snapshotSize = size;
        membersDurable = !membersMoved;
        var orderedLog = log;
        if (orderedLog != null) orderedLog.durable(snapshot.raftIndex());
        LOG.info("snapshot at {}", snapshot.state().txId());
        if (isSnapshotDue(accepted)) takeSnapshot();
    }

    /** Takes over a snapshot of a peer; loop thread only. {@code missing} are the entries from the end of the file to the snapshot. */
    void install(Snapshot snapshot, Seqno first, List<Bytes> missing) throws IOException {
        if (snapshot.state().seqno().value() <= accepted.seqno().value()) return;
        try {
            ledger.append(first, missing);
            ledger.sync();
            snapshotSize = snapshots.save(snapshot);
            carryOut(new Event.Installed(snapshot));
            for (var protocol : protocols) protocol.restored(snapshot.state().store());
            lastSnapshot = snapshot;
            membersMoved = false;
            membersDurable = true;
            var orderedLog = log;
            if (orderedLog != null) orderedLog.installed(snapshot.raftTerm(), snapshot.raftIndex());
        } catch (LedgerFile.TamperedException e) {
            halt(String.valueOf(e.getMessage()));
        }
    }

    Seqno lastInFile() {
        return ledger.last();
    }

    private void halt(String reason) {
        if (stopped) return;
        stopped = true;
        LOG.error("this node halts: {}", reason);
        outside.halted(reason);
    }
}
