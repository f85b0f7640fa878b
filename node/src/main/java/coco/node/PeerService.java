package coco.node;

import coco.attestation.Evidence;
import coco.attestation.Policy;
import coco.attestation.SoftwareTee;
import coco.attestation.Tee;
import coco.attestation.Verdict;
import coco.crypto.Bytes;
import coco.crypto.Digest;
import coco.crypto.HpkeKey;
import coco.crypto.MalformedException;
import coco.governance.Constitution;
import coco.governance.Membership;
import coco.ledger.NodeId;
import coco.ledger.Seqno;
import coco.node.peer.PeerConnection;
import coco.node.peer.PeerMessage;
import coco.replica.LedgerState;
import coco.replica.SnapshotCodec;
import coco.replica.TrustedNodes;
import coco.spi.Answer;
import coco.spi.Caller;
import coco.spi.LedgerProtocol;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a node tells its peers of itself, whom it takes, and what it answers them. */
final class PeerService implements PeerConnection.Self, PeerConnection.Handler {
    private static final Logger LOG = LoggerFactory.getLogger(PeerService.class);
    private static final int PART_BYTES = 4 << 20;
    private static final int ENTRIES_AT_ONCE = 2_000;
    private static final Duration ADMISSION_MAX = Duration.ofSeconds(20);

    private final Tee tee;
    private final NodeIdentity identity;
    private final PeerMessage.Hello self;
    private final Digest measurement;
    private final Map<NodeId, Bytes> snapshots = new ConcurrentHashMap<>();
    private volatile @Nullable Running running;

    /** The parts of a node that runs; a node that joins has none yet. */
    record Running(
            ReplicaLoop loop,
            Entries entries,
            NodeLedger ledger,
            ServiceIdentity service,
            Map<String, LedgerProtocol> protocols) {}

    PeerService(
            Tee tee,
            NodeIdentity identity,
            Digest measurement,
            String peerAddress,
            String logAddress,
            String httpAddress) {
        this.tee = tee;
        this.identity = identity;
        this.measurement = measurement;
        this.self = new PeerMessage.Hello(
                PeerMessage.VERSION,
                Digest.ZERO,
                Digest.ZERO,
                Bytes.EMPTY,
                identity.encryptionPublicKey(),
                peerAddress,
                logAddress,
                httpAddress);
    }

    void runs(Running parts) {
        running = parts;
    }

    @Override
    public Tee tee() {
        return tee;
    }

    @Override
    public Bytes spki() {
        return identity.key().verifyingKey().spki();
    }

    @Override
    public PeerMessage.Hello hello() {
        var state = state();
        return new PeerMessage.Hello(
                self.version(),
                state.networkId(),
                state.isEmpty() ? Digest.ZERO : new Constitution(state.store()).digest(),
                Bytes.EMPTY,
                self.encryptionKey(),
                self.peerAddress(),
                self.logAddress(),
                self.httpAddress());
    }

    private LedgerState state() {
        var parts = running;
        return parts == null ? LedgerState.EMPTY : parts.loop().accepted();
    }

    /** SPEC N2: in the list, allowed by both manifests, evidence good. A node that joins takes those that run what it runs itself. */
    @Override
    public Verdict judge(NodeId peer, PeerMessage.Hello hello, Evidence evidence, Bytes reportData) {
        var state = state();
        if (state.isEmpty()) return new Policy(Set.of(tee.kind()), Set.of(measurement)).judge(evidence, reportData);
        var constitution = new Constitution(state.store());
        if (constitution.node(peer) == null && !constitution.isListed(peer)) {
            return new Verdict.Refused("node " + peer + " is not in the list of nodes");
        }
        return policy(constitution).judge(evidence, reportData);
    }

    /** What the manifests allow (SPEC N2). */
    static Policy policy(Constitution constitution) {
        return new Policy(constitution.kinds(), constitution.measurements());
    }

    @Override
    public PeerMessage answer(PeerConnection from, PeerMessage question) throws InterruptedException {
        var parts = running;
        if (parts == null) return new PeerMessage.Refused("this node has not joined yet");
        return switch (question) {
            case PeerMessage.Join() -> join(parts, from);
            case PeerMessage.WantSnapshot want ->
                isTrusted(parts, from) ? snapshot(parts, from.peer(), want) : notTrusted();
            case PeerMessage.WantEntries want -> isTrusted(parts, from) ? entries(parts, want) : notTrusted();
            default -> new PeerMessage.Refused("not a question");
        };
    }

    @Override
    public CompletableFuture<PeerMessage> submit(PeerConnection from, PeerMessage.Forward forward) {
        var parts = running;
        if (parts == null) return refused("this node has not joined yet");
        return isTrusted(parts, from) ? forward(parts, forward) : CompletableFuture.completedFuture(notTrusted());
    }

    private static CompletableFuture<PeerMessage> refused(String reason) {
        return CompletableFuture.completedFuture(new PeerMessage.Refused(reason));
    }

    private static boolean isTrusted(Running parts, PeerConnection from) {
        return TrustedNodes.of(parts.loop().accepted().store()).contains(from.peer());
    }

    private static PeerMessage notTrusted() {
        return new PeerMessage.Refused("this node is not trusted");
    }

    // ---- joining

    private PeerMessage join(Running parts, PeerConnection from) throws InterruptedException {
        var state = parts.loop().accepted();
        if (!parts.loop().leads()) {
            var leader = parts.loop().leader();
            if (leader == null || leader.equals(identity.id()))
                return new PeerMessage.Refused("no leader is known; try again");
            return Addresses.peer(state.store(), leader)
                    .<PeerMessage>map(PeerMessage.Elsewhere::new)
                    .orElse(new PeerMessage.Refused("no leader is known; try again"));
        }
        if (!TrustedNodes.of(state.store()).contains(from.peer())) {
            var refusal = admit(parts, from);
            if (refusal != null) return new PeerMessage.Refused(refusal);
        }
        return admitted(parts, from);
    }

    private @Nullable String admit(Running parts, PeerConnection from) throws InterruptedException {
        var state = parts.loop().accepted();
        if (!parts.loop().voters().equals(TrustedNodes.of(state.store())))
            return "another change of nodes is in progress; try again";
        var hello = from.hello();
        var request = new Membership.Admit(
                from.peer(),
                pem(from),
                hello.encryptionKey(),
                hello.peerAddress(),
                hello.logAddress(),
                hello.httpAddress(),
                hello.evidence());
        var answer = parts.ledger()
                .submitHere(new Caller.Node(identity.id().key()), Membership.NAME, request, null, ADMISSION_MAX)
                .join();
        return switch (answer) {
            case Answer.Committed(var txId, var reply) -> {
                LOG.info("node {} is trusted since {}", from.peer().brief(), txId);
                yield null;
            }
            case Answer.Refused(var rejection) -> rejection.message();
            case Answer.NotExecuted(var reason) -> reason + "; try again";
            case Answer.Invalid(var txId) -> "the leader changed; try again";
            case Answer.Unknown(var txId) -> "not decided in time; try again";
        };
    }

    private static String pem(PeerConnection from) {
        try {
            var der = from.certificate().getEncoded();
            return "-----BEGIN CERTIFICATE-----\n"
                    + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
                    + "\n-----END CERTIFICATE-----\n";
        } catch (java.security.cert.CertificateEncodingException e) {
            throw new IllegalStateException("a certificate that TLS has read is encoded", e);
        }
    }

    private PeerMessage admitted(Running parts, PeerConnection from) {
        var service = parts.service();
        try (var pkcs8 = service.key().toPkcs8()) {
            var plain = pkcs8.reveal(byte[]::clone);
            var sealed = HpkeKey.seal(from.hello().encryptionKey(), serviceKeyInfo(from.peer()), new byte[0], plain);
            java.util.Arrays.fill(plain, (byte) 0);
            return new PeerMessage.Admitted(
                    parts.loop().accepted().networkId(),
                    sealed,
                    service.certificate().pem());
        } catch (MalformedException e) {
            return new PeerMessage.Refused("the encryption key of this node is none: " + e.getMessage());
        }
    }

    static byte[] serviceKeyInfo(NodeId node) {
        return ("coco service key 1\n" + node).getBytes(StandardCharsets.UTF_8);
    }

    // ---- service between trusted nodes

    /** Reads and hands over on the connection's thread, which is what keeps the order. */
    private static CompletableFuture<PeerMessage> forward(Running parts, PeerMessage.Forward forward) {
        var protocol = parts.protocols().get(forward.protocol());
        if (protocol == null) return refused("no ledger protocol " + forward.protocol());
        if (!parts.loop().leads()) return refused("this node does not lead");
        try {
            var caller = Caller.parse(forward.caller());
            var request = protocol.decode(forward.request());
            var id = forward.submissionId().isEmpty() ? null : forward.submissionId();
            var deadline = Duration.ofMillis(Math.clamp(forward.deadlineMillis(), 1, 120_000));
            return parts.ledger()
                    .submitHere(caller, forward.protocol(), request, id, deadline)
                    .thenApply(PeerMessage.Answered::new);
        } catch (MalformedException e) {
            return refused("a forwarded request: " + e.getMessage());
        }
    }

    private PeerMessage snapshot(Running parts, NodeId peer, PeerMessage.WantSnapshot want)
            throws InterruptedException {
        if (want.offset() == 0) {
            try {
                var snapshot = parts.loop().ask(ReplicaLoop::snapshot).get();
                if (snapshot.raftIndex() < want.raftIndex())
                    return new PeerMessage.Refused("this node is behind as well");
                snapshots.put(peer, SnapshotCodec.encode(snapshot));
            } catch (ExecutionException e) {
                return new PeerMessage.Refused("no snapshot: " + e.getMessage());
            }
        }
        var snapshot = snapshots.get(peer);
        if (snapshot == null || want.offset() < 0 || want.offset() > snapshot.size())
            return new PeerMessage.Refused("no such part");
        var end = (int) Math.min(snapshot.size(), want.offset() + PART_BYTES);
        if (end == snapshot.size()) snapshots.remove(peer);
        return new PeerMessage.SnapshotPart(snapshot.size(), want.offset(), snapshot.slice((int) want.offset(), end));
    }

    private static PeerMessage entries(Running parts, PeerMessage.WantEntries want) throws InterruptedException {
        var found = new ArrayList<Bytes>();
        var bytes = 0;
        try {
            for (var seqno = want.first();
                    seqno <= want.last() && found.size() < ENTRIES_AT_ONCE && bytes < PART_BYTES;
                    seqno++) {
                var entry = parts.entries().read(new Seqno(seqno));
                found.add(entry);
                bytes += entry.size();
            }
        } catch (IOException | IllegalArgumentException e) {
            if (found.isEmpty()) return new PeerMessage.Refused("entries: " + e.getMessage());
        }
        return new PeerMessage.EntriesPart(found);
    }

    /** Said wherever somebody decides about a node. */
    String teeText() {
        return tee.protects() ? tee.kind() : SoftwareTee.WARNING;
    }
}
