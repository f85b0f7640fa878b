package coco.raft;

import coco.crypto.Bytes;
import coco.crypto.MalformedException;
import coco.ledger.NodeId;
import coco.spi.LogEvent;
import coco.spi.OrderedLog.Start;
import java.io.IOException;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.apache.ratis.proto.RaftProtos.LogEntryProto;
import org.apache.ratis.proto.RaftProtos.RaftConfigurationProto;
import org.apache.ratis.proto.RaftProtos.RoleInfoProto;
import org.apache.ratis.protocol.Message;
import org.apache.ratis.protocol.RaftClientRequest;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftGroupMemberId;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.protocol.exceptions.StateMachineException;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.protocol.TermIndex;
import org.apache.ratis.server.storage.RaftStorage;
import org.apache.ratis.statemachine.SnapshotInfo;
import org.apache.ratis.statemachine.TransactionContext;
import org.apache.ratis.statemachine.impl.BaseStateMachine;
import org.apache.ratis.util.LifeCycle;
import org.jspecify.annotations.Nullable;

/**
 * What Ratis takes for the state machine. It turns each call-back into an event and returns: nothing here blocks, and an apply
 * future is complete when it is handed back, so Ratis's applied index never runs ahead of the events.
 *
 * <p>Ratis calls from several threads: entries, configurations and read points of this node from its one apply thread, the
 * rest under its own locks.
 */
final class Mailbox extends BaseStateMachine {
    private final NodeId self;
    private final Outlet outlet;
    private final AppendGuard guard;
    private final Quorum quorum;
    private final SnapshotPoints snapshots;

    /** Configurations that came with a snapshot offer, not through the log. */
    private final OfferedConfiguration offered = new OfferedConfiguration();

    /**
     * The term of the last configuration this thread reported. Only the apply thread reads it, in the call-back right after:
     * Ratis does not say which term a ready leader leads.
     */
    private final ThreadLocal<Long> configured = new ThreadLocal<>();

    private volatile RaftServer.@Nullable Division division;
    private volatile boolean voter = true;
    private volatile boolean closing;

    Mailbox(Start start, Outlet outlet, AppendGuard guard, Quorum quorum) {
        this.self = start.self().id();
        this.outlet = outlet;
        this.guard = guard;
        this.quorum = quorum;
        var applied = TermIndex.valueOf(start.appliedTerm(), start.appliedIndex());
        this.snapshots = new SnapshotPoints(applied);
        setLastAppliedTermIndex(applied);
    }

    @Override
    public void initialize(RaftServer server, RaftGroupId group, RaftStorage storage) throws IOException {
        super.initialize(server, group, storage);
        var served = server.getDivision(group);
        division = served;
        quorum.attach(served);
        getLifeCycle().startAndTransition(() -> {});
    }

    /** From here on the end of this state machine is wanted, not a failure. */
    void closing() {
        closing = true;
    }

    private long currentTerm() {
        var served = division;
        if (served == null) throw new IllegalStateException("Ratis called before it initialized");
        return served.getInfo().getCurrentTerm();
    }

    // --- appending ---

    /** First look, without a lock. A refusal here costs Ratis nothing, unlike one in {@link #preAppendTransaction}. */
    @Override
    public TransactionContext startTransaction(RaftClientRequest request) throws IOException {
        var context = super.startTransaction(request);
        switch (request.getMessage()) {
            case Ask.Batch(var proposal) -> {
                var refusal = guard.refusal(proposal, currentTerm());
                if (refusal != null) context.setException(new IOException(refusal));
            }
            case Ask.Resignation _ -> {}
            case null, default -> context.setException(new IOException("not asked by this process"));
        }
        return context;
    }

    /** The last word, under Ratis's locks: the term and the end of the log stand still. */
    @Override
    public TransactionContext preAppendTransaction(TransactionContext context) throws IOException {
        var request = context.getClientRequest();
        switch (request == null ? null : request.getMessage()) {
            case Ask.Batch(var proposal) -> {
                var refusal = guard.refusal(proposal, currentTerm());
                if (refusal != null) throw new StateMachineException(refusal, false);
                guard.appended(proposal);
            }
            case Ask.Resignation(var term) ->
                throw new StateMachineException("term " + term + " is given up", term == currentTerm());
            case null, default -> throw new StateMachineException("not asked by this process", false);
        }
        return context;
    }

    // --- what is committed: the apply thread ---

    @Override
    public CompletableFuture<Message> applyTransaction(TransactionContext context) {
        var entry = context.getLogEntry();
        if (entry == null) throw new IllegalStateException("Ratis applied a transaction without an entry");
        var data = entry.getStateMachineLogEntry().getLogData();
        applied(entry.getTerm(), entry.getIndex());
        outlet.post(new LogEvent.Committed(entry.getTerm(), entry.getIndex(), Bytes.unsafeWrap(data.toByteArray())));
        return CompletableFuture.completedFuture(Message.EMPTY);
    }

    /** Configuration and metadata entries: without this, snapshots and forgetting would stop before them. */
    @Override
    public void notifyTermIndexUpdated(long term, long index) {
        applied(term, index);
    }

    private void applied(long term, long index) {
        snapshots.applied(term, index);
        quorum.committed();
        updateLastAppliedTermIndex(term, index);
    }

    @Override
    public void notifyConfigurationChanged(long term, long index, RaftConfigurationProto configuration) {
        configured.set(term);
        // While two configurations hold at once nothing is decided yet.
        if (configuration.getOldPeersCount() > 0) return;
        var event = new LogEvent.Configuration(term, index, voters(configuration));
        if (index == getLastAppliedTermIndex().getIndex() + 1) reportConfiguration(event);
        else offered.put(event);
    }

    private void reportConfiguration(LogEvent.Configuration event) {
        voter = event.voters().contains(self);
        outlet.post(event);
    }

    private static Set<NodeId> voters(RaftConfigurationProto configuration) {
        return configuration.getPeersList().stream()
                .map(peer -> node(RaftPeerId.valueOf(peer.getId())))
                .collect(Collectors.toUnmodifiableSet());
    }

    static NodeId node(RaftPeerId peer) {
        try {
            return NodeId.parse(peer.toString());
        } catch (MalformedException e) {
            throw new IllegalStateException("a voter that is no node: " + peer, e);
        }
    }

    @Override
    public CompletableFuture<Message> query(Message request) {
        if (request instanceof Ask.ReadPoint point && point.answer()) outlet.post(new LogEvent.Barrier(point.id()));
        return CompletableFuture.completedFuture(Message.EMPTY);
    }

    // --- leadership ---

    @Override
    public void notifyLeaderReady() {
        outlet.post(new LogEvent.LeaderReady(configured.get()));
    }

    /** Under Ratis's lock, before it moves to the next term. */
    @Override
    public void notifyNotLeader(Collection<TransactionContext> pending) {
        outlet.post(new LogEvent.NotLeader(currentTerm()));
        quorum.leadershipLost();
    }

    @Override
    public void notifyLeaderChanged(RaftGroupMemberId member, RaftPeerId leader) {
        outlet.post(new LogEvent.LeaderChanged(currentTerm(), node(leader)));
        // Ratis would hold the new leader to the offer of the old one; so it offers again.
        snapshots.withdrawOffer();
    }

    // --- snapshots ---

    @Override
    public CompletableFuture<TermIndex> notifyInstallSnapshotFromLeader(RoleInfoProto role, TermIndex firstInLog) {
        var needed = firstInLog.getIndex() - 1;
        // Ratis offers a snapshot to every newcomer, even where the leader's log is whole: "none" makes it send the
        // log.
        if (needed < 0) return none();
        var answer = snapshots.offer(needed);
        if (!answer.isDone()) outlet.post(new LogEvent.SnapshotNeeded(needed));
        return answer;
    }

    @SuppressWarnings("NullAway") // null is how Ratis is told that there is no snapshot to be had
    private static CompletableFuture<TermIndex> none() {
        return CompletableFuture.completedFuture(null);
    }

    SnapshotPoints snapshots() {
        return snapshots;
    }

    @Override
    public void pause() {
        getLifeCycle().transition(LifeCycle.State.PAUSING);
        getLifeCycle().transition(LifeCycle.State.PAUSED);
    }

    /** The apply thread goes on behind the installed snapshot. */
    @Override
    public void reinitialize() throws IOException {
        var point = snapshots.restart();
        setLastAppliedTermIndex(point);
        offered.upTo(point.getIndex()).ifPresent(this::reportConfiguration);
        getLifeCycle().startAndTransition(() -> {});
    }

    @Override
    public long takeSnapshot() {
        return snapshots.take();
    }

    @Override
    public @Nullable SnapshotInfo getLatestSnapshot() {
        return snapshots.latest();
    }

    // --- the end ---

    @Override
    public void notifyLogFailed(Throwable cause, @Nullable LogEntryProto entry) {
        var root = cause;
        while (root.getCause() != null) root = root.getCause();
        fail("the log cannot be written: " + root);
    }

    /** Ratis closed its server: on our wish, because the others removed this node, or because something broke. */
    @Override
    public void close() {
        if (!closing) fail(voter ? "Ratis closed its server" : "this node is no voter any more");
    }

    @Override
    public void notifyServerShutdown(RoleInfoProto role, boolean all) {
        if (!closing) fail("this node is no voter any more");
    }

    /** Reports once, then takes Ratis down: it would otherwise keep some of its threads, and its office. */
    void fail(String reason) {
        var served = division;
        if (!outlet.fail(reason) || served == null) return;
        Thread.ofPlatform().name("raft-failed-" + self.brief()).daemon().start(() -> {
            closing = true;
            RatisLog.closeServer(served.getRaftServer());
        });
    }
}
