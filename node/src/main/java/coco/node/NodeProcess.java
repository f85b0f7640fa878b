package coco.node;

import coco.attestation.SoftwareTee;
import coco.attestation.Tee;
import coco.crypto.Bytes;
import coco.crypto.Certificate;
import coco.crypto.Digest;
import coco.crypto.MalformedException;
import coco.governance.Membership;
import coco.ledger.LedgerFile;
import coco.ledger.NodeId;
import coco.ledger.Seqno;
import coco.ledger.TxId;
import coco.node.config.NodeConfig;
import coco.node.http.Callers;
import coco.node.http.Gateway;
import coco.node.http.LedgerRoutes;
import coco.node.http.NodeRoutes;
import coco.node.http.Published;
import coco.node.http.TlsIdentity;
import coco.node.metrics.Meters;
import coco.node.peer.LeaseTable;
import coco.node.peer.PeerNetwork;
import coco.replica.Genesis;
import coco.replica.LedgerState;
import coco.replica.Limits;
import coco.replica.Replica;
import coco.replica.Setup;
import coco.replica.Snapshot;
import coco.spi.Answer;
import coco.spi.LedgerProtocol;
import coco.spi.LogEngine;
import coco.spi.OrderedLog;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A validating node: starts a network, joins one, or comes back to it, then serves until it is stopped.
 *
 * <p>Owner: the thread that called {@link #start}, which also calls {@link #stop}.
 */
public final class NodeProcess {
    private static final Logger LOG = LoggerFactory.getLogger(NodeProcess.class);
    private static final long LEASE_MILLIS = 600_000;
    private static final Seqno FIRST = new Seqno(1);
    private static final ReplicaLoop.SnapshotRule SNAPSHOTS = new ReplicaLoop.SnapshotRule(20_000, 64 << 20);

    private final NodeConfig config;
    private final Digest measurement;
    private final Clock clock = Clock.systemUTC();
    private final Tee tee;
    private final NodeIdentity identity;
    private final Meters meters = new Meters();
    private final PeerService service;
    private final LeaseTable leases;
    private final PeerNetwork peers;
    private final Map<String, LedgerProtocol> protocols;
    private final ExecutorService snapshotWriter = Executors.newSingleThreadExecutor();
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile @Nullable String haltReason;
    private @Nullable ReplicaLoop loop;
    private @Nullable NodeLedger ledger;
    private @Nullable OrderedLog log;
    private @Nullable Gateway gateway;
    private @Nullable Thread loopThread;
    private @Nullable Upkeep upkeep;
    private @Nullable Status status;

    private NodeProcess(NodeConfig config, Digest measurement) throws IOException {
        this.config = config;
        this.measurement = measurement;
        var data = config.node().data();
        this.tee = SoftwareTee.open(config.node().seal(), measurement);
        LOG.warn("{}", SoftwareTee.WARNING);
        this.identity = NodeIdentity.exists(data)
                ? NodeIdentity.load(data, tee)
                : NodeIdentity.create(data, tee, config.node().name(), clock.instant());
        this.leases = new LeaseTable(LEASE_MILLIS, clock::millis);
        this.service = new PeerService(
                tee,
                identity,
                measurement,
                config.peer().published().toString(),
                config.raft().published().toString(),
                config.http().address().published().toString());
        var listen = config.peer().listen();
        this.peers = new PeerNetwork(
                new InetSocketAddress(listen.host(), listen.port()),
                identity.privateKey(),
                identity.x509(),
                service,
                service,
                leases);
        this.protocols = findProtocols();
    }

    /** Makes the node's identity if it has none yet, for the list of nodes in a genesis. */
    public static NodeId init(NodeConfig config, Digest measurement) throws IOException {
        var data = config.node().data();
        var tee = SoftwareTee.open(config.node().seal(), measurement);
        return (NodeIdentity.exists(data)
                        ? NodeIdentity.load(data, tee)
                        : NodeIdentity.create(
                                data,
                                tee,
                                config.node().name(),
                                Clock.systemUTC().instant()))
                .id();
    }

    /** Starts the node; returns once it serves. */
    public static NodeProcess start(NodeConfig config, Digest measurement)
            throws IOException, MalformedException, InterruptedException, LedgerFile.TamperedException {
        var node = new NodeProcess(config, measurement);
        try {
            node.run();
            return node;
        } catch (IOException | MalformedException | InterruptedException | LedgerFile.TamperedException e) {
            node.stop();
            throw e;
        }
    }

    private Map<String, LedgerProtocol> findProtocols() {
        var found = new TreeMap<String, LedgerProtocol>();
        for (var protocol : ServiceLoader.load(LedgerProtocol.class)) found.put(protocol.name(), protocol);
        found.put(Membership.NAME, new Membership(new Admissions()));
        return found;
    }

    // ---- starting

    private record Beginning(
            ServiceIdentity service,
            Snapshot snapshot,
            @Nullable Genesis genesis,
            Set<OrderedLog.Peer> voters) {}

    private void run() throws IOException, MalformedException, InterruptedException, LedgerFile.TamperedException {
        var beginning = begin();
        var data = config.node().data();
        LedgerCheck.against(beginning.snapshot().state(), ledgerFolder());
        var ledgerFile = LedgerFile.open(new DiskStorage(ledgerFolder()), FIRST);
        var endorsed = beginning.service().endorse(identity, config.node().name(), alternativeNames(), clock.instant());
        var replica = new Replica(setup(beginning, endorsed), beginning.snapshot());
        var snapshots = new SnapshotStore(data.resolve("snapshots"), tee);
        for (var protocol : protocols.values())
            protocol.restored(replica.accepted().store());
        var outside = new Outside();
        var newLoop = new ReplicaLoop(
                replica, ledgerFile, snapshots, SNAPSHOTS, protocols.values(), outside, meters, clock, snapshotWriter);
        var entries = new Entries(newLoop);
        var receipts = new Receipts(entries);
        var sizes = config.limits();
        var headroom = new Headroom(new HostRoom(data), sizes.freeDiskBytes(), sizes.freeHeapBytes(), meters);
        var newLedger = new NodeLedger(newLoop, receipts, headroom, meters);
        newLedger.forwardBy(new Forwarding(newLoop, peers));
        outside.entries = entries;
        outside.ledger = newLedger;
        loop = newLoop;
        ledger = newLedger;
        service.runs(new PeerService.Running(newLoop, entries, newLedger, beginning.service(), protocols));
        status = new Status(newLoop, newLedger, receipts, headroom, tee, identity.id(), measurement);
        var _ = Upkeep.renewTrust(newLoop, leases);
        var newLog = openLog(beginning, newLoop);
        log = newLog;
        newLoop.start(newLog);
        meters.logSyncs(newLog::syncs);
        loopThread = Thread.ofPlatform().name("replica").start(newLoop);
        var newcomers =
                new Newcomers(newLoop, identity.id(), peers, newLedger, sizes.joiningPatience(), System::nanoTime);
        var newUpkeep = new Upkeep(newLoop, identity.id(), peers, leases, headroom, newcomers);
        upkeep = newUpkeep;
        newUpkeep.start();
        gateway = openGateway(endorsed, beginning.service(), newLedger, status);
        gateway.start();
        LOG.info(
                "node {} serves at {}",
                identity.id().brief(),
                config.http().address().published());
    }

    private Path ledgerFolder() {
        return config.node().data().resolve("ledger");
    }

    private Beginning begin()
            throws IOException, MalformedException, InterruptedException, LedgerFile.TamperedException {
        var data = config.node().data();
        var known = ServiceIdentity.load(data, tee);
        if (known.isPresent()) {
            LOG.info("restart from the local disk, which trusts the host");
            var snapshot = new SnapshotStore(data.resolve("snapshots"), tee).newest();
            var genesis = snapshot.state().isEmpty() && config.network() instanceof NodeConfig.Network.Start(var file)
                    ? genesis(file, known.get())
                    : null;
            return new Beginning(known.get(), snapshot, genesis, firstVoters());
        }
        return switch (config.network()) {
            case NodeConfig.Network.Start(var file) -> {
                var fresh = ServiceIdentity.create(clock.instant());
                var genesis = genesis(file, fresh);
                fresh.save(data, tee);
                yield new Beginning(fresh, Snapshot.NOTHING, genesis, firstVoters());
            }
            case NodeConfig.Network.Join(var targets, var id) -> {
                var joined = new Joining(peers, identity, id).join(targets);
                keep(joined);
                yield new Beginning(joined.service(), joined.snapshot(), null, Set.of());
            }
        };
    }

    /** The service's key comes last: a node that has it counts as one that has joined, and must find the rest. */
    private void keep(Joining.Joined joined) throws IOException, LedgerFile.TamperedException {
        try (var disk = new DiskStorage(ledgerFolder())) {
            var file = LedgerFile.open(disk, FIRST);
            file.append(FIRST, joined.entries());
            file.sync();
        }
        var data = config.node().data();
        new SnapshotStore(data.resolve("snapshots"), tee).save(joined.snapshot());
        joined.service().save(data, tee);
    }

    /** The node that makes the network is its first voter; a log that has a configuration of its own goes by that. */
    private Set<OrderedLog.Peer> firstVoters() {
        return config.network() instanceof NodeConfig.Network.Start
                ? Set.of(new OrderedLog.Peer(
                        identity.id(), config.raft().published().toString()))
                : Set.of();
    }

    private Genesis genesis(Path file, ServiceIdentity fresh) throws IOException, MalformedException {
        var tx = new GenesisFile(protocols).read(file, fresh.certificate());
        Membership.trust(self(), tx);
        var refusal = new Admissions().refusal(self(), tx);
        if (refusal != null)
            throw new MalformedException("genesis: this node would not be admitted to its own network: " + refusal);
        return new Genesis(tx.writes(), 1);
    }

    private Membership.Admit self() throws IOException {
        var reportData = identity.id().key().toBytes().concat(Bytes.of(new byte[Digest.SIZE]));
        return new Membership.Admit(
                identity.id(),
                identity.certificate().pem(),
                identity.encryptionPublicKey(),
                config.peer().published().toString(),
                config.raft().published().toString(),
                config.http().address().published().toString(),
                tee.evidence(reportData).encode());
    }

    private Setup setup(Beginning beginning, Certificate endorsed) {
        var sizes = config.limits();
        var usual = Limits.DEFAULT;
        return new Setup(
                identity.id(),
                identity.key(),
                endorsed,
                identity.encryptionKey(),
                beginning.service().key(),
                protocols,
                new Limits(
                        sizes.batchTransactions(),
                        sizes.batchBytes(),
                        sizes.transactionBytes(),
                        sizes.outboxBatches(),
                        sizes.queuedSubmissions(),
                        usual.appendAttempts(),
                        sizes.chunkBytes(),
                        usual.epochMillis(),
                        usual.epochEntries(),
                        usual.submissionWindow()),
                beginning.genesis(),
                config.expectedNetwork(),
                new SecureRandom());
    }

    private OrderedLog openLog(Beginning beginning, ReplicaLoop newLoop) throws IOException {
        var engine = ServiceLoader.load(LogEngine.class)
                .findFirst()
                .orElseThrow(() -> new IOException("no consensus engine is installed"));
        var group = Digest.sha256(
                        "coco log\n".getBytes(StandardCharsets.UTF_8),
                        beginning.service().certificate().key().spki().unsafeArray())
                .toBytes()
                .slice(0, 16);
        var folder = config.node().data().resolve("raft");
        Files.createDirectories(folder);
        var settings = new LogEngine.Settings(
                group,
                folder.toString(),
                config.raft().listen().toString(),
                identity.privateKey(),
                identity.x509(),
                leases);
        var self = new OrderedLog.Peer(identity.id(), config.raft().published().toString());
        var snapshot = beginning.snapshot();
        return engine.open(
                settings,
                new OrderedLog.Start(self, beginning.voters(), snapshot.raftTerm(), snapshot.raftIndex()),
                newLoop::feed);
    }

    private Gateway openGateway(
            Certificate endorsed, ServiceIdentity serviceIdentity, NodeLedger newLedger, Status newStatus) {
        var routes = new ArrayList<Published>();
        routes.addAll(Published.open(NodeRoutes.of(newStatus, meters)));
        routes.addAll(Published.proven(LedgerRoutes.of(newStatus)));
        for (var protocol : protocols.values()) routes.addAll(Published.proven(protocol.routes(newLedger)));
        var currentLoop = newLedger;
        var callers = new Callers(() -> currentLoop.committed().version(), clock::millis);
        var tls = config.http().tls()
                ? new TlsIdentity(List.of(endorsed, serviceIdentity.certificate()), identity.key())
                : null;
        return new Gateway(config.http(), tls, routes, callers, meters);
    }

    private List<String> alternativeNames() {
        var names = new ArrayList<String>();
        for (var address : List.of(
                config.http().address().published(), config.http().address().listen())) {
            var name = address.host().matches("[0-9.]+|.*:.*")
                    ? "iPAddress:" + address.host()
                    : "dNSName:" + address.host();
            if (!names.contains(name) && !address.isWildcard()) names.add(name);
        }
        names.add("dNSName:localhost");
        return names.stream().distinct().toList();
    }

    // ---- running

    private void fetchSnapshot(long raftIndex) {
        var current = loop;
        if (current == null) return;
        for (var node : Upkeep.trusted(current)) {
            var connection = peers.to(node);
            if (connection.isEmpty()) continue;
            try {
                var snapshot = Joining.snapshot(connection.get(), raftIndex);
                var first = current.ask(owner -> owner.lastInFile().next()).get();
                var missing = Joining.entries(
                        connection.get(), first, snapshot.state().seqno());
                current.ask(owner -> {
                            owner.install(snapshot, first, missing);
                            return true;
                        })
                        .get();
                return;
            } catch (IOException | MalformedException | java.util.concurrent.ExecutionException e) {
                LOG.warn("snapshot from {}: {}", node.brief(), e.getMessage());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /** What the loop reports; called on its thread. */
    private final class Outside implements ReplicaLoop.Outside {
        private @Nullable Entries entries;
        private @Nullable NodeLedger ledger;

        private NodeLedger ledger() {
            if (ledger == null)
                throw new IllegalStateException("broken invariant: the ledger is there before the loop runs");
            return ledger;
        }

        @Override
        public void answered(long ticket, Answer answer) {
            ledger().answered(ticket, answer);
        }

        @Override
        public void placed(long ticket, TxId txId) {
            ledger().placed(ticket, txId);
        }

        @Override
        public void accepted(LedgerState state, Seqno first, List<Bytes> written) {
            if (entries != null) entries.accepted(first, written);
            ledger().moved();
        }

        @Override
        public void readPoint(long id) {
            ledger().readPoint(id);
        }

        @Override
        public void readFailed(long id, String reason) {
            ledger().readFailed(id, reason);
        }

        @Override
        public void leads(boolean leads) {}

        @Override
        public void fetchSnapshot(long raftIndex) {
            Thread.ofVirtual().name("snapshot").start(() -> NodeProcess.this.fetchSnapshot(raftIndex));
        }

        @Override
        public void halted(String reason) {
            haltReason = reason;
            if (ledger != null) ledger.close(reason);
            ended.countDown();
        }
    }

    public NodeId id() {
        return identity.id();
    }

    /** The network's id; waits until the genesis is accepted here. */
    public Digest network() throws InterruptedException {
        var current = ledger;
        if (current == null) throw new IllegalStateException("the node has not started");
        return current.awaitOpen().networkId();
    }

    public Path serviceCertificate() {
        return config.node().data().resolve(ServiceIdentity.CERTIFICATE);
    }

    /** Waits until the node halts by itself or {@link #stop} was called; the reason, or null. */
    public @Nullable String await() throws InterruptedException {
        ended.await();
        return haltReason;
    }

    /** Graceful: requests in flight are finished or told that nobody knows, then everything is closed. */
    public void stop() throws InterruptedException {
        if (status != null) status.stops();
        if (gateway != null) gateway.stop(Duration.ofSeconds(5), this::giveUp);
        if (upkeep != null) upkeep.close();
        if (loop != null) loop.stop();
        if (loopThread != null) loopThread.join(Duration.ofSeconds(10));
        if (log != null) log.close();
        giveUp();
        snapshotWriter.shutdown();
        meters.close();
        ended.countDown();
    }

    /** Nobody waits for an answer any more, here or of the leader. */
    private void giveUp() {
        if (ledger != null) ledger.close("the node stops");
        peers.close();
    }
}
