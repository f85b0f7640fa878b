package coco.raft;

import java.util.List;
import java.util.Objects;
import org.apache.ratis.conf.Parameters;
import org.apache.ratis.grpc.GrpcFactory;
import org.apache.ratis.grpc.server.GrpcLogAppender;
import org.apache.ratis.proto.RaftProtos.AppendEntriesReplyProto;
import org.apache.ratis.proto.RaftProtos.AppendEntriesRequestProto;
import org.apache.ratis.proto.RaftProtos.LogEntryProto;
import org.apache.ratis.rpc.RpcFactory;
import org.apache.ratis.rpc.RpcType;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.leader.FollowerInfo;
import org.apache.ratis.server.leader.LeaderState;
import org.apache.ratis.server.leader.LogAppender;
import org.apache.ratis.server.protocol.TermIndex;

/** Ratis's gRPC with an eye on what followers reply, for {@link Quorum}. Ratis makes it by its class name. */
final class QuorumRpc implements RpcType {
    private static final String QUORUM = "coco.quorum";

    static void put(Parameters parameters, Quorum quorum) {
        parameters.put(QUORUM, quorum, Quorum.class);
    }

    @Override
    public String name() {
        return QuorumRpc.class.getName();
    }

    @Override
    public RpcFactory newFactory(Parameters parameters) {
        return new Factory(parameters, parameters.getNonNull(QUORUM, Quorum.class));
    }

    private static final class Factory extends GrpcFactory {
        private final Quorum quorum;

        Factory(Parameters parameters, Quorum quorum) {
            super(parameters);
            this.quorum = quorum;
        }

        @Override
        public LogAppender newLogAppender(RaftServer.Division server, LeaderState state, FollowerInfo follower) {
            var appender = new GrpcLogAppender(server, new Watched(state, quorum), follower);
            quorum.follows(appender);
            return appender;
        }
    }

    /** Ratis's own leader state; only the last call says more. */
    private record Watched(LeaderState state, Quorum quorum) implements LeaderState {
        Watched {
            Objects.requireNonNull(state);
        }

        @Override
        public void restart(LogAppender appender) {
            state.restart(appender);
        }

        @Override
        public AppendEntriesRequestProto newAppendEntriesRequestProto(
                FollowerInfo follower, List<LogEntryProto> entries, TermIndex previous, long callId) {
            return state.newAppendEntriesRequestProto(follower, entries, previous, callId);
        }

        @Override
        public void checkHealth(FollowerInfo follower) {
            state.checkHealth(follower);
        }

        @Override
        public boolean onFollowerTerm(FollowerInfo follower, long followerTerm) {
            return state.onFollowerTerm(follower, followerTerm);
        }

        @Override
        public void onFollowerCommitIndex(FollowerInfo follower, long commitIndex) {
            state.onFollowerCommitIndex(follower, commitIndex);
        }

        @Override
        public void onFollowerSuccessAppendEntries(FollowerInfo follower) {
            state.onFollowerSuccessAppendEntries(follower);
        }

        @Override
        public boolean isFollowerBootstrapping(FollowerInfo follower) {
            return state.isFollowerBootstrapping(follower);
        }

        @Override
        public void onAppendEntriesReply(LogAppender appender, AppendEntriesReplyProto reply) {
            state.onAppendEntriesReply(appender, reply);
            quorum.replied(appender, reply);
        }
    }
}
