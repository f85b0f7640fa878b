package coco.raft;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.ratis.proto.RaftProtos.AppendEntriesReplyProto;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.protocol.exceptions.ReadIndexException;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.leader.LogAppender;
import org.jspecify.annotations.Nullable;

/**
 * Confirms that this leader still led when it was asked, by a round of heartbeats that begins after the question.
 *
 * <p>Ratis 3.3.0 has such rounds, but skips them where the commit index was confirmed once before, and lets a new
 * question join a round that is under way. Both let a leader that was deposed behind a partition answer reads from the
 * past. So its check is off ({@code Tuning}), and every read passes here first: this node's own in {@code RatisLog}, those
 * of followers in {@code PeerMessages}.
 */
final class Quorum {
    /** The current appender to each follower. A new leadership, or a restart, replaces it. */
    private final Map<RaftPeerId, LogAppender> appenders = new ConcurrentHashMap<>();

    private final Set<Round> rounds = ConcurrentHashMap.newKeySet();
    private volatile RaftServer.@Nullable Division division;

    void attach(RaftServer.Division served) {
        division = served;
    }

    void follows(LogAppender appender) {
        appenders.put(appender.getFollowerId(), appender);
    }

    /**
     * Completes once a majority has followed this leader after the call; at once where this node does not lead, since whatever
     * it learns later was learnt after the call. Fails where the term is too young, or leadership ends.
     */
    CompletableFuture<Void> confirm() {
        var here = division;
        if (here == null || !here.getInfo().isLeader()) return CompletableFuture.completedFuture(null);
        if (!here.getInfo().isLeaderReady())
            return CompletableFuture.failedFuture(new ReadIndexException("this term has committed nothing yet"));
        var round = new Round(here, here.getInfo().getCurrentTerm());
        rounds.add(round);
        var _ = round.done.whenComplete((_, _) -> rounds.remove(round));
        round.begin();
        return round.done;
    }

    void replied(LogAppender appender, AppendEntriesReplyProto reply) {
        for (var round : rounds) round.replied(appender, reply);
        announce(appender);
    }

    /** This node has learnt that more is committed. */
    void committed() {
        var here = division;
        if (here == null || !here.getInfo().isLeader()) return;
        for (var appender : appenders.values()) announce(appender);
    }

    /**
     * A follower learns from the next batch how far the commit reaches. Where there is none, Ratis would leave it to the next
     * sign of life, or with its metadata entries write to every disk once more; so it gets a sign of life now.
     */
    private static void announce(LogAppender appender) {
        var follower = appender.getFollower();
        var log = appender.getServer().getRaftLog();
        if (!appender.isRunning() || follower.getNextIndex() < log.getNextIndex()) return;
        var committed = log.getLastCommittedIndex();
        if (follower.getCommitIndex() < committed && follower.getMatchIndex() >= committed) appender.triggerHeartbeat();
    }

    void leadershipLost() {
        for (var round : rounds) round.lost();
    }

    /** The call that must be answered, or a later one, by this very appender. */
    private record Awaited(LogAppender appender, long callId) {}

    private final class Round {
        private final RaftServer.Division here;
        private final long term;
        private final Map<RaftPeerId, Awaited> awaited = new ConcurrentHashMap<>();
        private final Set<RaftPeerId> followed = ConcurrentHashMap.newKeySet();
        private final CompletableFuture<Void> done = new CompletableFuture<>();

        Round(RaftServer.Division here, long term) {
            this.here = here;
            this.term = term;
            followed.add(here.getId());
        }

        void begin() {
            appenders.forEach((id, appender) -> awaited.put(id, new Awaited(appender, appender.getCallId())));
            awaited.values().forEach(each -> each.appender().triggerHeartbeat());
            // Leadership may have ended before this round was known to leadershipLost.
            if (!here.getInfo().isLeader() || here.getInfo().getCurrentTerm() != term) lost();
            else decide();
        }

        void replied(LogAppender appender, AppendEntriesReplyProto reply) {
            var expected = awaited.get(appender.getFollowerId());
            if (expected == null || expected.appender() != appender) return;
            var header = reply.getServerReply();
            if (!header.getSuccess() || reply.getTerm() != term) return;
            if (header.getCallId() < expected.callId()) {
                appender.triggerHeartbeat(); // the first trigger may have been spent on a request that was already made
                return;
            }
            followed.add(appender.getFollowerId());
            decide();
        }

        void lost() {
            done.completeExceptionally(new ReadIndexException("leadership ended"));
        }

        private void decide() {
            var voters = here.getRaftConf();
            if (majority(voters.getCurrentPeers()) && majority(voters.getPreviousPeers())) done.complete(null);
        }

        /** True of no voters at all: then there is no previous configuration. */
        private boolean majority(Collection<RaftPeer> voters) {
            var count = voters.stream()
                    .filter(peer -> followed.contains(peer.getId()))
                    .count();
            return voters.isEmpty() || count > voters.size() / 2;
        }
    }
}
