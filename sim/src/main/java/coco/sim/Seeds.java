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

    private static final long TELL_EVERY_NANOS = 30_000_000_000L;

    private final Consumer<String> out;
    private final long begin = System.nanoTime();
    private final SortedMap<Long, String> failed = new TreeMap<>();
    private final SortedMap<String, Integer> counts = new TreeMap<>();
    private long passed;
    private long told = begin;

    private Seeds(Consumer<String> out) {
        this.out = out;
    }

    /** @param out hears of each seed that broke a rule, and now and then how far it is */
    static Result run(LongStream seeds, Consumer<String> out) {
        var all = new Seeds(out);
        seeds.parallel().forEach(all::one);
        return new Result(all.passed, all.failed, all.counts);
    }

    /** Fresh seeds until the time is over. */
    static Result runFor(long seconds, Consumer<String> out) {
        var all = new Seeds(out);
        var end = all.begin + seconds * 1_000_000_000L;
        var fresh = new SecureRandom();
        LongStream.generate(() -> fresh.nextLong() >>> 1)
                .parallel()
                .takeWhile(seed -> System.nanoTime() < end)
                .forEach(all::one);
        return new Result(all.passed, all.failed, all.counts);
    }

    private void one(long seed) {
        var world = new World(seed);
        try {
            world.run();
            add(world.counts());
        } catch (Checker.Violation e) {
            fail(seed, String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            // A node must not throw: what it throws is what the seed is to be reported for.
            fail(seed, e.toString());
        }
        tell();
    }

    private synchronized void add(Map<String, Integer> more) {
        passed++;
        more.forEach((what, count) -> counts.merge(what, count, Integer::sum));
    }

    private synchronized void fail(long seed, String why) {
        failed.put(seed, why);
        out.accept("seed " + seed + ": " + why);
    }

    private synchronized void tell() {
        var now = System.nanoTime();
        if (now - told < TELL_EVERY_NANOS) return;
        told = now;
        out.accept((now - begin) / 1_000_000_000L + " s: " + passed + " worlds passed, " + failed.size() + " failed");
    }
}
