package coco.raft;

import org.apache.ratis.metrics.MetricRegistries;
import org.apache.ratis.metrics.MetricRegistryInfo;
import org.apache.ratis.metrics.RatisMetricRegistry;
import org.apache.ratis.protocol.RaftGroupMemberId;
import org.apache.ratis.server.metrics.RaftLogMetricsBase;
import org.apache.ratis.server.metrics.SegmentedRaftLogMetrics;

/** How often Ratis has forced a file of its log to disk, by its own count: it says so nowhere but in its metrics. */
final class LogSyncs {
    private static final String RATIS = "ratis";

    private LogSyncs() {}

    static long of(RaftGroupMemberId member) {
        var name = new MetricRegistryInfo(
                member.toString(),
                RATIS,
                RaftLogMetricsBase.RATIS_LOG_WORKER_METRICS,
                RaftLogMetricsBase.RATIS_LOG_WORKER_METRICS_DESC);
        return MetricRegistries.global().get(name).map(LogSyncs::count).orElse(0L);
    }

    private static long count(RatisMetricRegistry registry) {
        return registry.counter(SegmentedRaftLogMetrics.RAFT_LOG_FLUSH_COUNT).getCount();
    }
}
