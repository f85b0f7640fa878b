package coco.sim;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;

/**
 * Runs worlds: {@code SEED} traces one, {@code FIRST..LAST} runs many, {@code --minutes N} runs fresh seeds until the time is over. Exit code 1 where a
 * rule was broken; the seed printed is the bug report.
 */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        if (args.length == 1 && args[0].contains("..")) {
            var range = args[0].split("\\.\\.", -1);
            exit(Seeds.run(
                    LongStream.rangeClosed(Long.parseLong(range[0]), Long.parseLong(range[1])), System.out::println));
        } else if (args.length == 2 && args[0].equals("--minutes")) {
            exit(Seeds.runFor(Long.parseLong(args[1]), System.out::println));
        } else if (args.length == 1) {
            trace(Long.parseLong(args[0]));
        } else {
            System.err.println("usage: sim SEED | sim FIRST..LAST | sim --minutes N");
            System.exit(2);
        }
    }

    private static void trace(long seed) {
        var world = new World(seed, null, new Trace(System.out::println, true));
        System.out.println("seed " + seed + ", " + world.profile());
        try {
            world.run();
        } catch (Checker.Violation e) {
            System.out.println("VIOLATION " + e.getMessage());
            System.exit(1);
        }
        print(new TreeMap<>(world.counts()));
    }

    private static void exit(Seeds.Result result) {
        print(result.counts());
        System.out.println(result.passed() + " passed, " + result.failed().size() + " failed");
        System.exit(result.failed().isEmpty() ? 0 : 1);
    }

    private static void print(Map<String, Integer> counts) {
        counts.forEach((what, count) -> System.out.printf("%10d %s%n", count, what));
    }
}
