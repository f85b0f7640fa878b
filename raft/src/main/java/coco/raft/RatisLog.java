package coco.raft;

import coco.crypto.Bytes;
import coco.ledger.NodeId;
import coco.spi.LogEvent;
import coco.spi.OrderedLog;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.apache.ratis.conf.Parameters;
import org.apache.ratis.protocol.ClientId;
import org.apache.ratis.protocol.RaftClientReply;
import org.apache.ratis.protocol.RaftClientRequest;
import org.apache.ratis.protocol.RaftGroup;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftGroupMemberId;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.protocol.SetConfigurationRequest;
import org.apache.ratis.protocol.SnapshotManagementRequest;
import org.apache.ratis.protocol.TransferLeadershipRequest;
import org.apache.ratis.protocol.exceptions.LeaderNotReadyException;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.protocol.TermIndex;
import org.apache.ratis.server.storage.RaftStorage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@link OrderedLog} on one Apache Ratis server in this process.
 *
 * <p>Requests go to the server by plain calls: there is no Ratis client, no retry, and every attempt has a call id of its
 * own. Ratis's entry points wait for locks that other nodes can hold up for seconds, so one thread of our own makes the calls,
 * in the order of the port's methods; successes are ignored, since the commit is the only answer.
 *
 * <p>What the port leaves open: {@link LogEvent.Failed} also comes where the voters have removed this node, since Ratis ends
 * there. Only whole segment files are forgotten. {@link #reconfigure} refuses anything but one node more or one less.
 */
public final class RatisLog implements OrderedLog {
    private static final Logger LOG = LoggerFactory.getLogger(RatisLog.class);

    private final RaftSettings settings;
    private final Outlet outlet;
    private final Mailbox mailbox;
    private final AppendGuard guard;
    private final Quorum quorum;
    private final PeerGate gate;
    private final RaftServer server;
    private final RaftGroupId group;
    private final ClientId client = ClientId.randomId();
    private final AtomicLong calls = new AtomicLong();
    private final ExecutorService caller;

    private RatisLog(RaftSettings settings, Start start, Consumer<LogEvent> sink) throws IOException {
        this.settings = settings;
        outlet = new Outlet(sink);
        guard = new AppendGuard();
        quorum = new Quorum();
        mailbox = new Mailbox(start, outlet, guard, quorum);
        group = RaftGroupId.valueOf(uuid(settings.group()));
        var tls = new PeerTls(settings);
        gate = new PeerGate(settings.node(), settings.leases(), quorum, tls.refusals());
        var parameters = new Parameters();
        QuorumRpc.put(parameters, quorum);
        tls.configure(parameters, gate);
        server = RaftServer.newBuilder()
                .setServerId(peerId(settings.node()))
                .setGroup(RaftGroup.valueOf(group, peers(start.voters())))
                .setStateMachineRegistry(this::stateMachine)
                .setProperties(Tuning.of(settings))
                .setParameters(parameters)
                .setOption(RaftStorage.StartupOption.RECOVER)
                .setThreadGroup(new RatisThreads(settings.node().brief(), mailbox::fail))
                .build();
        caller = newCaller(settings.node().brief());
        tls.onRevoked(node -> {
            gate.revoke(node);
            resetProxy(node);
        });
    }

    /**
     * Opens the log and joins the others.
     *
     * @param sink takes the events, from several threads but one at a time; it enqueues and never blocks
     * @throws IOException where the folder is unusable, its log is damaged or does not reach back to the snapshot, or
     *     the address is taken
     */
    public static RatisLog open(RaftSettings settings, Start start, Consumer<LogEvent> sink) throws IOException {
        if (!settings.node().equals(start.self().id()))
            throw new IllegalArgumentException(
                    "the certificate is not that of node " + start.self().id());
        RatisThreads.keepJvmAlive();
        Files.createDirectories(settings.folder());
        RatisLog log = null;
        try {
            log = new RatisLog(settings, start, sink);
            log.server.start();
            log.checkReach(start.appliedIndex());
            return log;
        } catch (IOException | RuntimeException e) { // Ratis wraps what its start meets in either
            if (log != null) log.close();
            throw new IOException("the log of node " + start.self().id().brief() + " does not open", e);
        }
    }

    private Mailbox stateMachine(RaftGroupId asked) {
        if (asked.equals(group)) return mailbox;
        throw new IllegalStateException("the folder holds another group: " + asked);
    }

    /** Ratis would wait for ever for entries that are neither in its log nor in the snapshot. */
    private void checkReach(long appliedIndex) throws IOException {
        var first = server.getDivision(group).getRaftLog().getStartIndex();
        if (first > appliedIndex + 1)
            throw new IOException("the log begins at " + first + ", the snapshot ends at " + appliedIndex);
    }

    // --- the port ---

    @Override
    public void append(Proposal proposal) {
        ask(() -> {
            guard.offered(proposal, division().getInfo().getCurrentTerm());
            if (proposal.bytes().size() > Tuning.BATCH_BYTES_MAX) {
                refuse(proposal, "larger than " + Tuning.BATCH_BYTES_MAX + " bytes");
                return;
            }
            var answer = submit(new Ask.Batch(proposal), RaftClientRequest.writeRequestType());
            whenRefused(answer, reason -> refuse(proposal, reason));
        });
    }

    private void refuse(Proposal proposal, String reason) {
        outlet.post(new LogEvent.Refused(proposal.term(), proposal.first(), proposal.attempt(), reason));
    }

    @Override
    public void barrier(long id) {
        var point = new Ask.ReadPoint(id);
        ask(() -> {
            var answer = quorum.confirm()
                    .thenComposeAsync(_ -> submit(point, RaftClientRequest.readRequestType()), caller)
                    .orTimeout(settings.timing().barrier().toMillis(), TimeUnit.MILLISECONDS);
            whenRefused(answer, reason -> {
                if (point.answer()) outlet.post(new LogEvent.BarrierFailed(id, reason));
            });
        });
    }

    /** Resigning goes the way of a batch, since only there, under Ratis's lock, is the term certain. */
    @Override
    public void stepDown(long term) {
        ask(() -> {
            if (!leads(term)) return;
            var answer = submit(new Ask.Resignation(term), RaftClientRequest.writeRequestType());
            var _ = answer.whenComplete((reply, _) -> {
                if (reply != null && reply.getException() instanceof LeaderNotReadyException) ask(() -> depose(term));
            });
        });
    }

    /** Who merely resigns mostly wins again: Ratis's followers notice only after one election timeout or two. */
    @Override
    public void handOver(long term, NodeId to) {
        ask(() -> {
            if (!leads(term)) return;
            var request = new TransferLeadershipRequest(
                    client, server.getId(), group, nextCall(), peerId(to), requestMillis());
            whenRefused(
                    called(() -> server.transferLeadershipAsync(request)),
                    reason -> LOG.warn("Not handed over to {}: {}", to.brief(), reason));
        });
    }

    /** A leader that is not ready takes no batches, so no resignations either. */
    private void depose(long term) {
        if (!leads(term)) return;
        var request = new TransferLeadershipRequest(client, server.getId(), group, nextCall(), null, requestMillis());
        whenRefused(
                called(() -> server.transferLeadershipAsync(request)), reason -> LOG.warn("No step down: {}", reason));
    }

    private boolean leads(long term) {
        var info = division().getInfo();
        return info.isLeader() && info.getCurrentTerm() == term;
    }

    @Override
    public void reconfigure(Set<Peer> expected, Set<Peer> desired) {
        ask(() -> {
            var more = desired.stream().filter(peer -> !expected.contains(peer)).count();
            var less = expected.stream().filter(peer -> !desired.contains(peer)).count();
            if (more + less != 1) {
                outlet.post(new LogEvent.ReconfigurationFailed("not one node at a time"));
                return;
            }
            var arguments = SetConfigurationRequest.Arguments.newBuilder()
                    .setMode(SetConfigurationRequest.Mode.COMPARE_AND_SET)
                    .setServersInCurrentConf(peers(expected))
                    .setServersInNewConf(peers(desired))
                    .build();
            var request = new SetConfigurationRequest(client, server.getId(), group, nextCall(), arguments);
            whenRefused(
                    called(() -> server.setConfigurationAsync(request)),
                    reason -> outlet.post(new LogEvent.ReconfigurationFailed(reason)));
        });
    }

    @Override
    public void durable(long index) {
        ask(() -> {
            mailbox.snapshots().durable(index);
            var request =
                    SnapshotManagementRequest.newCreate(client, server.getId(), group, nextCall(), requestMillis(), 1);
            // The next call makes up for one that fails.
            whenRefused(
                    called(() -> server.snapshotManagementAsync(request)),
                    reason -> LOG.warn("Nothing forgotten up to {}: {}", index, reason));
        });
    }

    @Override
    public void installed(long term, long index) {
        ask(() -> mailbox.snapshots().installed(TermIndex.valueOf(term, index)));
    }

    @Override
    public long syncs() {
        return LogSyncs.of(RaftGroupMemberId.valueOf(server.getId(), group));
    }

    @Override
    public void close() {
        outlet.shut();
        mailbox.closing();
        caller.shutdownNow();
        gate.close();
        closeServer(server);
    }

    /** How often a peer was refused, by reason, since the log was opened. */
    public Map<Refusal, Long> refusals() {
        return gate.refusals();
    }

    // --- calls to Ratis ---

    /** Puts a call in line; after {@link #close} nothing is called any more. */
    private void ask(Runnable call) {
        caller.execute(() -> {
            try {
                call.run();
            } catch (RuntimeException e) { // an invariant of ours or Ratis's: the node stops, with the reason
                LOG.error("Ratis cannot be called any more", e);
                mailbox.fail("a call to Ratis broke: " + e);
            }
        });
    }

    private static ExecutorService newCaller(String node) {
        return new ThreadPoolExecutor(
                1,
                1,
                0,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                Thread.ofPlatform().name("raft-caller-" + node).daemon().factory(),
                new ThreadPoolExecutor.DiscardPolicy());
    }

    private CompletableFuture<RaftClientReply> submit(Ask message, RaftClientRequest.Type type) {
        var request = RaftClientRequest.newBuilder()
                .setClientId(client)
                .setServerId(server.getId())
                .setGroupId(group)
                .setCallId(nextCall())
                .setMessage(message)
                .setType(type)
                .build();
        return called(() -> server.submitClientRequestAsync(request));
    }

    @FunctionalInterface
    private interface Call {
        CompletableFuture<RaftClientReply> make() throws IOException;
    }

    /** Ratis answers in its future; what it throws instead becomes a failed one. */
    private static CompletableFuture<RaftClientReply> called(Call call) {
        try {
            return call.make();
        } catch (IOException | CompletionException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** Tells why Ratis did not do as asked, in a few words; nothing where it did. */
    private static void whenRefused(CompletableFuture<RaftClientReply> answer, Consumer<String> then) {
        var _ = answer.whenComplete((reply, failure) -> {
            var reason = reason(reply, failure);
            if (reason != null) then.accept(reason);
        });
    }

    private static @Nullable String reason(@Nullable RaftClientReply reply, @Nullable Throwable failure) {
        var cause = failure;
        while (cause instanceof CompletionException && cause.getCause() != null) cause = cause.getCause();
        if (cause == null && reply != null) cause = reply.getException();
        if (cause == null) return null;
        var kind = cause.getClass().getSimpleName().replace("Exception", "");
        var message = cause.getMessage();
        return message == null ? kind : kind + ": " + message;
    }

    private long nextCall() {
        return calls.incrementAndGet();
    }

    private long requestMillis() {
        return settings.timing().request().toMillis();
    }

    private RaftServer.Division division() {
        try {
            return server.getDivision(group);
        } catch (IOException e) {
            throw new IllegalStateException("the server has lost its group", e);
        }
    }

    /** Closes our side of the connections to {@code node}; Ratis opens a new one when it next has something to say. */
    private void resetProxy(NodeId node) {
        Thread.ofVirtual().name("raft-revoke-" + node.brief()).start(() -> server.getServerRpc()
                .handleException(peerId(node), new IOException("lease ended"), true));
    }

    static void closeServer(RaftServer server) {
        try {
            server.close();
        } catch (IOException e) {
            LOG.warn("Ratis did not close cleanly", e);
        }
    }

    // --- names ---

    private static UUID uuid(Bytes group) {
        var buffer = ByteBuffer.wrap(group.unsafeArray());
        return new UUID(buffer.getLong(), buffer.getLong());
    }

    private static RaftPeerId peerId(NodeId node) {
        return RaftPeerId.valueOf(node.toString());
    }

    /** All of the same priority: whoever is elected stays. */
    private static List<RaftPeer> peers(Set<Peer> peers) {
        return peers.stream()
                .map(peer -> RaftPeer.newBuilder()
                        .setId(peerId(peer.id()))
                        .setAddress(peer.address())
                        .build())
                .toList();
    }
}
