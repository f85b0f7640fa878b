package coco.raft;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coco.spi.LogEvent;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import org.apache.ratis.proto.RaftProtos.AppendEntriesReplyProto;
import org.apache.ratis.proto.RaftProtos.GroupListRequestProto;
import org.apache.ratis.proto.RaftProtos.RaftClientRequestProto;
import org.apache.ratis.proto.grpc.AdminProtocolServiceGrpc;
import org.apache.ratis.proto.grpc.RaftClientProtocolServiceGrpc;
import org.apache.ratis.proto.grpc.RaftServerProtocolServiceGrpc;
import org.apache.ratis.thirdparty.io.grpc.Status;
import org.apache.ratis.thirdparty.io.grpc.StatusRuntimeException;
import org.apache.ratis.thirdparty.io.grpc.stub.StreamObserver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who is let in, and who is put out, over real connections. Node 4 never runs: its key is the stranger's. */
class RatisPeersTest {
    private static final int STRANGER = 4;

    @Test
    void aFollowerWithoutLeaseGetsNothingMore(@TempDir Path folder) throws IOException {
        try (var cluster = new Cluster(folder, 3)) {
            cluster.awaitEverywhere(cluster.commit());
            var follower = cluster.follower();
            for (var node : cluster.nodes)
                if (node.number() != follower.number())
                    cluster.net
                            .member(node.number())
                            .leases()
                            .revoke(cluster.net.peer(follower.number()).id());
            var missed = new ArrayList<LogEvent.Committed>();
            for (var i = 0; i < 5; i++) missed.add(cluster.commit());
            // It still trusts the others and asks for votes, and the leader tries to reach it: all in vain.
            cluster.net.await("refusals", () -> refusedByAny(cluster, Refusal.HANDSHAKE, Refusal.NO_LEASE));
            var last = cluster.commit();
            missed.add(last);
            for (var entry : missed) assertFalse(follower.has(entry), "an entry appended after the end of its lease");
            cluster.net.heal(follower.number());
            cluster.net.await("catching up", () -> follower.has(last));
        }
    }

    private static boolean refusedByAny(Cluster cluster, Refusal... reasons) {
        for (var reason : reasons) for (var node : cluster.nodes) if (cluster.refused(node, reason) > 0) return true;
        return false;
    }

    @Test
    void aLeaderWithoutLeaseIsDeposed(@TempDir Path folder) throws IOException {
        try (var cluster = new Cluster(folder, 3)) {
            cluster.awaitEverywhere(cluster.commit());
            var ready = cluster.ready();
            var leader = cluster.leader();
            for (var node : cluster.nodes)
                if (node.number() != leader.number())
                    cluster.net
                            .member(node.number())
                            .leases()
                            .revoke(cluster.net.peer(leader.number()).id());
            var revoked = cluster.nodes.stream()
                    .mapToLong(node -> cluster.refused(node, Refusal.REVOKED))
                    .sum();
            assertTrue(revoked > 0, "its open streams were closed");
            var late = cluster.offer(); // by the old leader, unless it has noticed already
            cluster.net.await("the end of its office", () -> leader.has(new LogEvent.NotLeader(ready.term())));
            var entry = cluster.commit();
            assertTrue(entry.term() > ready.term());
            assertFalse(leader.has(entry));
            for (var node : cluster.nodes)
                if (node.number() != leader.number() && Cluster.holds(node, late))
                    assertTrue(cluster.ready().term() > ready.term(), "only a later leader can have committed it");
        }
    }

    @Test
    void anOpenStreamEndsWithTheLease(@TempDir Path folder) throws Exception {
        try (var cluster = new Cluster(folder, 1);
                var probe = probe(cluster)) {
            var self = cluster.net.peer(1).id();
            var stranger = cluster.net.peer(STRANGER).id();
            var replies = new Replies();
            var requests = RaftServerProtocolServiceGrpc.newStub(probe.channel).appendEntries(replies);
            requests.onNext(PeerProbe.heartbeat(stranger, self));
            replies.first.get(30, TimeUnit.SECONDS); // it is let in: Ratis itself has answered
            cluster.net.member(1).leases().revoke(stranger);
            assertEquals(Status.Code.PERMISSION_DENIED, replies.end());
            assertEquals(1, cluster.refused(cluster.nodes.getFirst(), Refusal.REVOKED));
            assertDenied(() -> RaftServerProtocolServiceGrpc.newBlockingStub(probe.channel)
                    .requestVote(PeerProbe.vote(stranger, self)));
            assertEquals(1, cluster.refused(cluster.nodes.getFirst(), Refusal.NO_LEASE));
        }
    }

    @Test
    void aPeerSpeaksForItselfAndToMe(@TempDir Path folder) throws Exception {
        try (var cluster = new Cluster(folder, 1);
                var probe = probe(cluster)) {
            var node = cluster.nodes.getFirst();
            var self = cluster.net.peer(1).id();
            var other = cluster.net.peer(2).id();
            var stranger = cluster.net.peer(STRANGER).id();
            var votes = RaftServerProtocolServiceGrpc.newBlockingStub(probe.channel);
            assertFalse(votes.requestVote(PeerProbe.vote(stranger, self))
                    .getServerReply()
                    .getSuccess());
            assertDenied(() -> votes.requestVote(PeerProbe.vote(other, self)));
            assertEquals(1, cluster.refused(node, Refusal.OTHER_SENDER));
            assertDenied(() -> votes.requestVote(PeerProbe.vote(stranger, other)));
            assertEquals(1, cluster.refused(node, Refusal.OTHER_TARGET));

            // A stream is looked at message by message.
            var replies = new Replies();
            var requests = RaftServerProtocolServiceGrpc.newStub(probe.channel).appendEntries(replies);
            requests.onNext(PeerProbe.heartbeat(stranger, self));
            replies.first.get(30, TimeUnit.SECONDS);
            requests.onNext(PeerProbe.heartbeat(other, self));
            assertEquals(Status.Code.PERMISSION_DENIED, replies.end());
            assertEquals(2, cluster.refused(node, Refusal.OTHER_SENDER));
        }
    }

    @Test
    void ratisServesNoClientsAndNoAdministrators(@TempDir Path folder) throws Exception {
        try (var cluster = new Cluster(folder, 1);
                var probe = probe(cluster)) {
            assertDenied(() -> AdminProtocolServiceGrpc.newBlockingStub(probe.channel)
                    .groupList(GroupListRequestProto.getDefaultInstance()));
            var end = new CompletableFuture<Status.Code>();
            var requests = RaftClientProtocolServiceGrpc.newStub(probe.channel).unordered(ending(end));
            requests.onNext(RaftClientRequestProto.getDefaultInstance());
            assertEquals(Status.Code.PERMISSION_DENIED, end.get(30, TimeUnit.SECONDS));
            assertEquals(2, cluster.refused(cluster.nodes.getFirst(), Refusal.SERVICE));
        }
    }

    @Test
    void withoutLeaseThereIsNoHandshake(@TempDir Path folder) throws Exception {
        try (var cluster = new Cluster(folder, 1);
                var probe = new PeerProbe(Identity.create(), cluster.net.peer(1).address())) {
            var stub = RaftServerProtocolServiceGrpc.newBlockingStub(probe.channel);
            var vote = PeerProbe.vote(
                    cluster.net.peer(STRANGER).id(), cluster.net.peer(1).id());
            var refused = assertThrows(StatusRuntimeException.class, () -> stub.requestVote(vote));
            assertEquals(Status.Code.UNAVAILABLE, refused.getStatus().getCode());
            assertTrue(cluster.refused(cluster.nodes.getFirst(), Refusal.HANDSHAKE) > 0);
        }
    }

    @Test
    void everyConnectionIsLookedUp(@TempDir Path folder) throws Exception {
        try (var cluster = new Cluster(folder, 1)) {
            var stranger = cluster.net.member(STRANGER).identity();
            var context = SSLContext.getInstance("TLS");
            var trusting = new LeaseTrust(cluster.net.member(1).leases(), new RefusalCounts());
            context.init(
                    new KeyManager[] {new NodeKey(stranger.key(), stranger.certificate())},
                    new TrustManager[] {trusting},
                    new SecureRandom());
            var before = cluster.net.member(1).leases().lookups(stranger.node());
            for (var connection = 1; connection <= 2; connection++) {
                talk(context, cluster.net.peer(1).address(), "TLSv1.3");
                assertEquals(before + connection, cluster.net.member(1).leases().lookups(stranger.node()));
            }
            assertThrows(
                    IOException.class, () -> talk(context, cluster.net.peer(1).address(), "TLSv1.2"));
        }
    }

    /** A handshake, and the first bytes after it: tickets to resume by would come before them. */
    private static void talk(SSLContext context, String address, String version) throws IOException {
        var at = Tuning.HostPort.parse(address);
        try (var socket =
                (SSLSocket) context.getSocketFactory().createSocket(InetAddress.getByName(at.host()), at.port())) {
            socket.setSoTimeout(30_000);
            var parameters = socket.getSSLParameters();
            parameters.setProtocols(new String[] {version});
            parameters.setApplicationProtocols(new String[] {"h2"});
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            if (socket.getInputStream().read() < 0) throw new IOException("closed");
        }
    }

    private static PeerProbe probe(Cluster cluster) throws IOException {
        cluster.ready();
        return new PeerProbe(
                cluster.net.member(STRANGER).identity(), cluster.net.peer(1).address());
    }

    private static void assertDenied(Runnable call) {
        var refused = assertThrows(StatusRuntimeException.class, call::run);
        assertEquals(Status.Code.PERMISSION_DENIED, refused.getStatus().getCode());
    }

    private static <T> StreamObserver<T> ending(CompletableFuture<Status.Code> end) {
        return new StreamObserver<>() {
            @Override
            public void onNext(T reply) {}

            @Override
            public void onError(Throwable cause) {
                end.complete(Status.fromThrowable(cause).getCode());
            }

            @Override
            public void onCompleted() {
                end.complete(Status.Code.OK);
            }
        };
    }

    private static final class Replies implements StreamObserver<AppendEntriesReplyProto> {
        final CompletableFuture<AppendEntriesReplyProto> first = new CompletableFuture<>();
        private final CompletableFuture<Status.Code> end = new CompletableFuture<>();

        Status.Code end() throws Exception {
            return end.get(30, TimeUnit.SECONDS);
        }

        @Override
        public void onNext(AppendEntriesReplyProto reply) {
            first.complete(reply);
        }

        @Override
        public void onError(Throwable cause) {
            end.complete(Status.fromThrowable(cause).getCode());
        }

        @Override
        public void onCompleted() {
            end.complete(Status.Code.OK);
        }
    }
}
