package coco.evm.conformance;

import coco.evm.Tier1;
import coco.evm.conformance.StateTestRunner.CaseName;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Locale;
import java.util.TreeMap;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code Main PATH... [--fork NAME] [--filter REGEX] [--show FAILURES] [--tier 0|1]}: runs state and block tests and ends
 * with 1 if any fails. In tier 1 all code is compiled before it runs; it prints the share of gas that went in compiled code, and
 * ends with 1 below 95 % too.
 */
public final class Main {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final double COMPILED_SHARE_MIN = 0.95;

    private StateTestRunner runner = new StateTestRunner();
    private BlockTestRunner blocks = new BlockTestRunner();
    private final TreeMap<String, int[]> byFork = new TreeMap<>();
    private Predicate<CaseName> wanted = _ -> true;
    private int failuresToShow = 40;
    private Tier1 tier1 = Tier1.OFF;

    private Main() {}

    public static void main(String[] arguments) throws IOException, InterruptedException, ExecutionException {
        System.exit(new Main().run(arguments));
    }

    private int run(String[] arguments) throws IOException, InterruptedException, ExecutionException {
        var paths = new ArrayList<Path>();
        for (var i = 0; i < arguments.length; i++) {
            switch (arguments[i]) {
                case "--fork" -> {
                    var fork = arguments[++i];
                    wanted = wanted.and(name -> name.fork().equalsIgnoreCase(fork));
                }
                case "--filter" -> {
                    var pattern = Pattern.compile(arguments[++i]);
                    wanted = wanted.and(name -> pattern.matcher(name.toString()).find());
                }
                case "--tier" -> {
                    tier1 = Integer.parseInt(arguments[++i]) == 1 ? Tier1.FORCED : Tier1.OFF;
                    runner = new StateTestRunner(tier1);
                    blocks = new BlockTestRunner(tier1);
                }
                case "--show" -> failuresToShow = Integer.parseInt(arguments[++i]);
                default -> paths.add(Path.of(arguments[i]));
            }
        }
        var cores = Runtime.getRuntime().availableProcessors();
        var running = new ArrayList<Future<?>>();
        // A full queue makes the reader work too, so that it never runs far ahead.
        try (var workers = new ThreadPoolExecutor(
                cores,
                cores,
                1,
                TimeUnit.MINUTES,
                new ArrayBlockingQueue<>(4 * cores),
                new ThreadPoolExecutor.CallerRunsPolicy())) {
            for (var path : paths) Fixtures.each(path, (_, json) -> running.add(workers.submit(() -> file(json))));
        }
        // What a worker threw is thrown here: a machine that breaks has not passed.
        for (var one : running) one.get();
        return summary();
    }

    /** Each runner takes the tests that are of its kind. */
    private void file(byte[] json) {
        var tests = JSON.readTree(json);
        runner.run(tests, wanted, this::count);
        blocks.run(tests, wanted, this::count);
    }

    private synchronized void count(CaseName name, Verdict verdict) {
        var counts = byFork.computeIfAbsent(name.fork(), _ -> new int[3]);
        switch (verdict) {
            case Verdict.Passed _ -> counts[0]++;
            case Verdict.Failed failed -> {
                counts[1]++;
                if (failuresToShow-- > 0)
                    System.out.println("FAILED " + name + "\n    " + String.join("\n    ", failed.reasons()));
            }
            case Verdict.Skipped _ -> counts[2]++;
        }
    }

    private synchronized int summary() {
        var sum = new int[3];
        byFork.forEach((fork, counts) -> {
            print(fork, counts);
            for (var i = 0; i < sum.length; i++) sum[i] += counts[i];
        });
        print("all", sum);
        return sum[1] == 0 && sum[0] > 0 && isCompiledEnough() ? 0 : 1;
    }

    /** Says so, where code is to be compiled at all. */
    private boolean isCompiledEnough() {
        if (tier1 == Tier1.OFF) return true;
        var share = runner.compiledShare();
        System.out.printf(Locale.ROOT, "gas executed in compiled code: %.2f %%%n", 100 * share);
        return share >= COMPILED_SHARE_MIN;
    }

    private static void print(String name, int[] counts) {
        System.out.printf(Locale.ROOT, "%s: %d passed, %d failed, %d skipped%n", name, counts[0], counts[1], counts[2]);
    }
}
