package coco.raft;

import coco.ledger.NodeId;
import java.security.cert.X509Certificate;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.net.ssl.SSLException;
import org.apache.ratis.proto.RaftProtos.AppendEntriesRequestProto;
import org.apache.ratis.proto.RaftProtos.RaftGroupIdProto;
import org.apache.ratis.proto.RaftProtos.RaftRpcRequestProto;
import org.apache.ratis.proto.RaftProtos.RequestVoteRequestProto;
import org.apache.ratis.thirdparty.com.google.protobuf.ByteString;
import org.apache.ratis.thirdparty.io.grpc.ManagedChannel;
import org.apache.ratis.thirdparty.io.grpc.netty.GrpcSslContexts;
import org.apache.ratis.thirdparty.io.grpc.netty.NettyChannelBuilder;
import org.apache.ratis.thirdparty.io.netty.handler.ssl.SslContextBuilder;
import org.apache.ratis.thirdparty.io.netty.handler.ssl.SslProvider;

/** A peer that says what it likes: a gRPC connection with some node's key, and messages made by hand. */
final class PeerProbe implements AutoCloseable {
    final ManagedChannel channel;

    PeerProbe(Identity identity, String address) throws SSLException {
        var everybody = new LeaseTrust(new Everybody(), new RefusalCounts());
        var tls = GrpcSslContexts.configure(
                        SslContextBuilder.forClient()
                                .keyManager(new NodeKey(identity.key(), identity.certificate()))
                                .trustManager(everybody),
                        SslProvider.JDK)
                .protocols("TLSv1.3")
                .build();
        channel = NettyChannelBuilder.forTarget(address).sslContext(tls).build();
    }

    static RequestVoteRequestProto vote(NodeId from, NodeId to) {
        return RequestVoteRequestProto.newBuilder()
                .setServerRequest(header(from, to))
                .setCandidateTerm(1)
                .setPreVote(true)
                .build();
    }

    static AppendEntriesRequestProto heartbeat(NodeId from, NodeId to) {
        return AppendEntriesRequestProto.newBuilder()
                .setServerRequest(header(from, to))
                .setLeaderTerm(0)
                .build();
    }

    private static RaftRpcRequestProto header(NodeId from, NodeId to) {
        return RaftRpcRequestProto.newBuilder()
                .setRequestorId(ByteString.copyFromUtf8(from.toString()))
                .setReplyId(ByteString.copyFromUtf8(to.toString()))
                .setRaftGroupId(RaftGroupIdProto.newBuilder().setId(ByteString.copyFrom(RatisNet.GROUP.unsafeArray())))
                .build();
    }

    @Override
    public void close() {
        channel.shutdownNow();
        try {
            if (!channel.awaitTermination(10, TimeUnit.SECONDS)) throw new AssertionError("the channel does not close");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private static final class Everybody implements Leases {
        @Override
        public NodeId holder(X509Certificate presented) {
            return RaftSettings.nodeOf(presented);
        }

        @Override
        public void onRevoked(Consumer<NodeId> listener) {}
    }
}
