package coco.raft;

import coco.ledger.NodeId;
import java.security.cert.X509Certificate;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.apache.ratis.proto.RaftProtos.AppendEntriesRequestProto;
import org.apache.ratis.proto.RaftProtos.InstallSnapshotRequestProto;
import org.apache.ratis.proto.RaftProtos.RaftRpcRequestProto;
import org.apache.ratis.proto.RaftProtos.ReadIndexRequestProto;
import org.apache.ratis.proto.RaftProtos.RequestVoteRequestProto;
import org.apache.ratis.proto.RaftProtos.StartLeaderElectionRequestProto;
import org.apache.ratis.proto.grpc.RaftServerProtocolServiceGrpc;
import org.apache.ratis.thirdparty.io.grpc.Grpc;
import org.apache.ratis.thirdparty.io.grpc.Metadata;
import org.apache.ratis.thirdparty.io.grpc.ServerCall;
import org.apache.ratis.thirdparty.io.grpc.ServerCallHandler;
import org.apache.ratis.thirdparty.io.grpc.ServerInterceptor;
import org.apache.ratis.thirdparty.io.grpc.Status;
import org.jspecify.annotations.Nullable;

/**
 * Stands before every gRPC service of the Ratis server. Only Raft between servers passes, and of that only messages whose sender
 * is the node of the TLS certificate, whose addressee is this node, and whose sender's lease holds at that moment.
 *
 * <p>The addressee matters because a host can lead a connection to another node than the one it was meant for: that node
 * would honestly store the entry, and be counted as two.
 */
final class PeerGate implements ServerInterceptor {
    private final NodeId self;
    private final Leases leases;
    private final Quorum quorum;
    private final RefusalCounts refusals;
    private final Set<PeerCall<?, ?>> open = ConcurrentHashMap.newKeySet();

    PeerGate(NodeId self, Leases leases, Quorum quorum, RefusalCounts refusals) {
        this.self = self;
        this.leases = leases;
        this.quorum = quorum;
        this.refusals = refusals;
    }

    @Override
    public <Q, R> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
        var method = call.getMethodDescriptor();
        if (!RaftServerProtocolServiceGrpc.SERVICE_NAME.equals(method.getServiceName()))
            return turnAway(call, Refusal.SERVICE);
        var certificate = certificate(call);
        var peer = certificate == null ? null : leases.holder(certificate);
        if (certificate == null || peer == null) return turnAway(call, Refusal.NO_LEASE);
        var admitted = new PeerCall<>(call, peer, certificate);
        open.add(admitted);
        // The lease may have ended before the call was known to revoke.
        if (leases.holder(certificate) == null) end(admitted, Refusal.NO_LEASE);
        var reads = method.getBareMethodName() != null
                && method.getBareMethodName()
                        .equals(RaftServerProtocolServiceGrpc.getReadIndexMethod()
                                .getBareMethodName());
        return new PeerMessages<>(next.startCall(admitted, headers), this, admitted, reads ? quorum : null);
    }

    private <Q, R> ServerCall.Listener<Q> turnAway(ServerCall<Q, R> call, Refusal reason) {
        refusals.count(reason);
        call.close(denied(reason), new Metadata());
        return new ServerCall.Listener<>() {};
    }

    private static @Nullable X509Certificate certificate(ServerCall<?, ?> call) {
        var session = call.getAttributes().get(Grpc.TRANSPORT_ATTR_SSL_SESSION);
        if (session == null) return null;
        try {
            return session.getPeerCertificates()[0] instanceof X509Certificate found ? found : null;
        } catch (SSLPeerUnverifiedException e) {
            return null; // refused by the caller, and counted there
        }
    }

    /** Why {@code message} of {@code call} may not pass; null where it may. */
    @Nullable
    Refusal refusal(PeerCall<?, ?> call, Object message) {
        var peer = leases.holder(call.certificate());
        if (peer == null || !call.peer().equals(peer)) return Refusal.NO_LEASE;
        var header = header(message);
        if (header == null) return Refusal.UNKNOWN_MESSAGE;
        if (!header.getRequestorId().toStringUtf8().equals(peer.toString())) return Refusal.OTHER_SENDER;
        if (!header.getReplyId().toStringUtf8().equals(self.toString())) return Refusal.OTHER_TARGET;
        return null;
    }

    private static @Nullable RaftRpcRequestProto header(Object message) {
        return switch (message) {
            case AppendEntriesRequestProto it -> it.getServerRequest();
            case RequestVoteRequestProto it -> it.getServerRequest();
            case ReadIndexRequestProto it -> it.getServerRequest();
            case InstallSnapshotRequestProto it -> it.getServerRequest();
            case StartLeaderElectionRequestProto it -> it.getServerRequest();
            default -> null;
        };
    }

    void end(PeerCall<?, ?> call, Refusal reason) {
        call.refuse(reason, refusals);
        open.remove(call);
    }

    void ended(PeerCall<?, ?> call) {
        open.remove(call);
    }

    /** Ends what {@code node} has open; anything new is refused by its lease. */
    void revoke(NodeId node) {
        for (var call : open) if (call.peer().equals(node)) end(call, Refusal.REVOKED);
    }

    void close() {
        open.clear();
    }

    Map<Refusal, Long> refusals() {
        return refusals.read();
    }

    static Status denied(Refusal reason) {
        return Status.PERMISSION_DENIED.withDescription(reason.name());
    }
}
