package coco.raft;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.ratis.RaftConfigKeys;
import org.apache.ratis.conf.RaftProperties;
import org.apache.ratis.grpc.GrpcConfigKeys;
import org.apache.ratis.server.RaftServerConfigKeys;
import org.apache.ratis.util.SizeInBytes;
import org.apache.ratis.util.TimeDuration;

/** Ratis's settings, each with the reason where it is not the one Ratis would take. */
final class Tuning {
    /** A batch is at most 1 MB (kernel); four times that leaves room for none to be refused for its size here. */
    static final int ENTRY_BYTES_MAX = 4 << 20;

    /** What Ratis adds to a batch: client id, call id, term and index. */
    private static final int ENTRY_OVERHEAD_BYTES = 256;

    static final int BATCH_BYTES_MAX = ENTRY_BYTES_MAX - ENTRY_OVERHEAD_BYTES;

    private Tuning() {}

    static RaftProperties of(RaftSettings settings) {
        var p = new RaftProperties();
        RaftConfigKeys.Rpc.setType(p, new QuorumRpc());
        RaftServerConfigKeys.setStorageDir(p, List.of(settings.folder().toFile()));
        RaftServerConfigKeys.setRemovedGroupsDir(
                p, settings.folder().resolve("removed").toFile());
        // A process that slept (the host may freeze it) goes on as a follower; closing it would make a pause an outage.
        RaftServerConfigKeys.setCloseThreshold(p, time(Duration.ofDays(365)));
        timing(p, settings.timing());
        log(p, settings);
        reads(p, settings.timing());
        snapshots(p);
        grpc(p, settings);
        return p;
    }

    private static void timing(RaftProperties p, RaftSettings.Timing timing) {
        RaftServerConfigKeys.Rpc.setTimeoutMin(p, time(timing.electionMin()));
        RaftServerConfigKeys.Rpc.setTimeoutMax(p, time(timing.electionMax()));
        // Nobody can be disturbed by the first election after a start, so it need not wait for the longer time.
        RaftServerConfigKeys.Rpc.setFirstElectionTimeoutMin(p, time(timing.electionMin()));
        RaftServerConfigKeys.Rpc.setFirstElectionTimeoutMax(
                p, time(timing.electionMin().multipliedBy(2)));
        RaftServerConfigKeys.Rpc.setRequestTimeout(p, time(timing.request()));
        RaftServerConfigKeys.LeaderElection.setPreVote(p, true);
        RaftServerConfigKeys.LeaderElection.setMemberMajorityAdd(p, false);
        // Every call has a fresh id and is never repeated by Ratis: the cache has nothing to remember.
        RaftServerConfigKeys.RetryCache.setExpiryTime(p, TimeDuration.valueOf(5, TimeUnit.SECONDS));
    }

    private static void log(RaftProperties p, RaftSettings settings) {
        RaftServerConfigKeys.Log.setUseMemory(p, false);
        RaftServerConfigKeys.Log.setUnsafeFlushEnabled(p, false);
        RaftServerConfigKeys.Log.setAsyncFlushEnabled(p, false);
        // Quorum tells the followers how far the commit reaches, without an entry (and fsync) for each batch.
        RaftServerConfigKeys.Log.setLogMetadataEnabled(p, false);
        // The other policy drops a tail of committed entries in silence.
        RaftServerConfigKeys.Log.setCorruptionPolicy(p, RaftServerConfigKeys.Log.CorruptionPolicy.EXCEPTION);
        RaftServerConfigKeys.Log.setSegmentSizeMax(p, SizeInBytes.valueOf(settings.segmentBytes()));
        RaftServerConfigKeys.Log.setPreallocatedSize(
                p, SizeInBytes.valueOf(Math.min(settings.segmentBytes(), 4 << 20)));
        RaftServerConfigKeys.Log.setSegmentCacheNumMax(p, 3);
        RaftServerConfigKeys.Log.setWriteBufferSize(p, SizeInBytes.valueOf(2L * ENTRY_BYTES_MAX));
        RaftServerConfigKeys.Log.Appender.setBufferByteLimit(p, SizeInBytes.valueOf(ENTRY_BYTES_MAX));
        RaftServerConfigKeys.Log.Appender.setWaitTimeMin(p, TimeDuration.ZERO);
        RaftServerConfigKeys.Log.Appender.setRetryPolicy(p, "1ms,10, 200ms,50, 1s,1000");
        // A refusal under the log lock keeps its share of this limit until the leadership ends (Ratis 3.3.0).
        RaftServerConfigKeys.Write.setByteLimit(p, SizeInBytes.valueOf(256L << 20));
    }

    private static void reads(RaftProperties p, RaftSettings.Timing timing) {
        RaftServerConfigKeys.Read.setOption(p, RaftServerConfigKeys.Read.Option.LINEARIZABLE);
        // The host owns the clock, so nothing may rest on leases of time.
        RaftServerConfigKeys.Read.setLeaderLeaseEnabled(p, false);
        // Quorum confirms the leader before every read, and strictly. Ratis's own check would come on top: it proves
        // less, and often waits a whole heartbeat interval.
        RaftServerConfigKeys.Read.setLeaderHeartbeatCheckEnabled(p, false);
        RaftServerConfigKeys.Read.setTimeout(p, time(timing.barrier()));
    }

    private static void snapshots(RaftProperties p) {
        // Snapshots travel over the peer channel, and are taken when the replica says so.
        RaftServerConfigKeys.Log.Appender.setInstallSnapshotEnabled(p, false);
        RaftServerConfigKeys.Snapshot.setAutoTriggerEnabled(p, false);
        RaftServerConfigKeys.Snapshot.setTriggerWhenStopEnabled(p, false);
        RaftServerConfigKeys.Snapshot.setTriggerWhenRemoveEnabled(p, false);
        RaftServerConfigKeys.Snapshot.setCreationGap(p, 1L);
        // A dead peer must not keep the log growing: it will need a snapshot.
        RaftServerConfigKeys.Log.setPurgeUptoSnapshotIndex(p, true);
        RaftServerConfigKeys.Log.setPurgeGap(p, 1);
    }

    private static void grpc(RaftProperties p, RaftSettings settings) {
        var listen = HostPort.parse(settings.listen());
        GrpcConfigKeys.Server.setHost(p, listen.host());
        GrpcConfigKeys.Server.setPort(p, listen.port());
        GrpcConfigKeys.Server.setLeaderOutstandingAppendsMax(p, settings.window());
        // Ratis wants the largest message 1 MB above the largest append.
        GrpcConfigKeys.setMessageSizeMax(p, SizeInBytes.valueOf(2L * ENTRY_BYTES_MAX));
    }

    private static TimeDuration time(Duration duration) {
        return TimeDuration.valueOf(duration.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** {@code host:port}; an IPv6 address stands in brackets. */
    record HostPort(String host, int port) {
        static HostPort parse(String text) {
            var colon = text.lastIndexOf(':');
            if (colon < 1) throw new IllegalArgumentException("not host:port: " + text);
            var host = text.substring(0, colon);
            if (host.startsWith("[") && host.endsWith("]")) host = host.substring(1, host.length() - 1);
            return new HostPort(host, Integer.parseInt(text, colon + 1, text.length(), 10));
        }
    }
}
