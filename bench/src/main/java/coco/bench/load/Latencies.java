package coco.bench.load;

import java.util.Arrays;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Durations, each kept, so that a percentile is one of them and no estimate. Owner: whoever made it. */
public final class Latencies {
    private static final double NANOS_PER_MILLI = 1e6;

    private long[] nanos = new long[1024];
    private int size;

    public void add(long duration) {
        if (size == nanos.length) nanos = Arrays.copyOf(nanos, 2 * size);
        nanos[size++] = duration;
    }

    public int size() {
        return size;
    }

    /**
     * In milliseconds; all zero where there are none.
     *
     * @param p50 half of them took at most this
     */
    public record Summary(int count, double p50, double p90, double p99, double max) {
        public ObjectNode json() {
            return JsonMapper.shared()
                    .createObjectNode()
                    .put("count", count)
                    .put("p50", p50)
                    .put("p90", p90)
                    .put("p99", p99)
                    .put("max", max);
        }
    }

    public Summary summary() {
        var sorted = Arrays.copyOf(nanos, size);
        Arrays.sort(sorted);
        return new Summary(size, at(sorted, 50), at(sorted, 90), at(sorted, 99), at(sorted, 100));
    }

    /** The smallest duration that at least so many percent of all do not exceed. */
    private static double at(long[] sorted, int percent) {
        if (sorted.length == 0) return 0;
        var rank = (int) Math.ceilDiv((long) percent * sorted.length, 100L);
        return sorted[Math.max(1, rank) - 1] / NANOS_PER_MILLI;
    }
}
