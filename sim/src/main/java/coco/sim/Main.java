package coco.sim;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;

/**
 * Runs worlds. Exit code 1 where a rule was broken; the seed printed is the bug report.
 *
 * <p>{@code SEED} traces one world, {@code FIRST..LAST} runs many, {@code --seeds N} runs 1 to N, {@code --seconds N}
 * and {@code --minutes N} run
 * fresh seeds until the time is over, and the name of a scenario file plays that.
 */
public final class Main {
    private static final String USAGE =
            "usage: sim SEED | FIRST..LAST | --seeds N | --seconds N | --minutes N | SCENARIO.txt";

    private Main() {}

    public static void main(String[] args) throws IOException {
        try {
            var words = List.of(args);
            if (words.size() == 2) many(words.get(0), Long.parseLong(words.get(1)));
            else if (words.size() == 1) one(words.get(0));
            else usage();
        } catch (NumberFormatException e) {
            usage();
        }
    }

    private static void many(String option, long number) {
        switch (option) {
            case "--seeds" -> exit(Seeds.run(LongStream.rangeClosed(1, number), System.out::println));
            case "--seconds" -> exit(Seeds.runFor(number, System.out::println));
            case "--minutes" -> exit(Seeds.runFor(60 * number, System.out::println));
            default -> usage();
        }
    }

    private static void one(String word) throws IOException {
        if (word.endsWith(".txt")) {
            Scenario.read(Files.readString(Path.of(word))).play(System.out::println);
        } else if (word.contains("..")) {
            var range = word.split("\\.\\.", -1);
            var seeds = LongStream.rangeClosed(Long.parseLong(range[0]), Long.parseLong(range[1]));
            exit(Seeds.run(seeds, System.out::println));
        } else {
            trace(Long.parseLong(word));
        }
    }

    private static void usage() {
        System.err.println(USAGE);
        System.exit(2);
    }

    private static void trace(long seed) {
        System.out.println("seed " + seed + ", " + Profile.draw(new Chance(seed)));
        var world = new World(seed, null, new Trace(System.out::println, true));
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
        System.exit(result.failed().isEmpty() && result.passed() > 0 ? 0 : 1);
    }

    private static void print(Map<String, Integer> counts) {
        counts.forEach((what, count) -> System.out.printf("%10d %s%n", count, what));
    }
}
