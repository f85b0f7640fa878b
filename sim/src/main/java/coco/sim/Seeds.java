package coco.sim;

import java.security.SecureRandom;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.LongStream;

/** Many worlds, on all cores. */
final class Seeds {
    /** What came of them: how often each thing occurred in all worlds together, and the seeds that broke a rule, with the rule. */
    record Result(long passed, SortedMap<Long, String> failed, SortedMap<String, Integer> counts) {}

    private final SortedMap<Long, String> failed = new TreeMap<>();
    private final SortedMap<String, Integer> counts = new TreeMap<>();
    private long passed;

    private Seeds() {}

    static Result run(LongStream seeds, Consumer<String> out) {
        var all = new Seeds();
        seeds.parallel().forEach(seed -> all.one(seed, out));
        return new Result(all.passed, all.failed, all.counts);
    }

    /** Fresh seeds until the time is over. */
    static Result runFor(long seconds, Consumer<String> out) {
        var all = new Seeds();
        var end = System.nanoTime() + seconds * 1_000_000_000L;
        var fresh = new SecureRandom();
        LongStream.generate(() -> fresh.nextLong() >>> 1)
                .parallel()
                .takeWhile(seed -> System.nanoTime() < end)
                .forEach(seed -> all.one(seed, out));
        return new Result(all.passed, all.failed, all.counts);
    }

    private void one(long seed, Consumer<String> out) {
        var world = new World(seed);
        try {
            world.run();
            add(world.counts());
        } catch (Checker.Violation | IllegalStateException e) {
            fail(seed, String.valueOf(e.getMessage()));
            out.accept("seed " + seed + ": " + e.getMessage());
        }
    }

    private synchronized void add(Map<String, Integer> more) {
        passed++;
        more.forEach((what, count) -> counts.merge(what, count, Integer::sum));
    }

    private synchronized void fail(long seed, String why) {
        failed.put(seed, why);
    }
}
