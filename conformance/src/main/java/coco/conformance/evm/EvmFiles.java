package coco.conformance.evm;

import coco.conformance.CaseName;
import coco.conformance.Fixtures;
import coco.conformance.Report;
import coco.conformance.Skips;
import coco.conformance.Verdict;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads files of all formats that the machine is tested by, and has each test run by the suite of its format, on all cores. */
final class EvmFiles {
    /** Where what a file is cannot be told. */
    private static final String NO_GROUP = "unknown";

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final List<Suite> suites;
    private final MainnetBlocks mainnet;
    private final Skips skips = Skips.of(EvmFiles.class);
    private final Predicate<CaseName> wanted;
    private final Report report;
    private final @Nullable String fork;

    EvmFiles(Machines machines, Predicate<CaseName> wanted, Report report) {
        this(machines, null, wanted, report);
    }

    /** @param fork whose tests are wanted, by the suite's name; where it is null, those of all forks whose rules are final */
    EvmFiles(Machines machines, @Nullable String fork, Predicate<CaseName> wanted, Report report) {
        this.fork = fork;
        this.suites = List.of(
                new StateTests(machines),
                new BlockTests(machines),
                new TransactionTests(),
                new WitnessBlocks(machines));
        this.mainnet = new MainnetBlocks(machines);
        this.report = report;
        this.wanted =
                name -> (fork == null || name.group().equalsIgnoreCase(fork)) && wanted.test(name) && !isSkipped(name);
    }

    private boolean isSkipped(CaseName name) {
        var reason = skips.reason(name.toString());
        if (reason == null) reason = draft(name.group());
        if (reason != null) report.take(name, new Verdict.Skipped(reason));
        return reason != null;
    }

    /** Why the tests of a fork are left out that nobody has asked for. */
    private @Nullable String draft(String group) {
        var network = Network.of(group);
        return network == null || network.isFinal() || fork != null
                ? null
                : "its rules may still change: it runs with --fork " + group;
    }

    /** Runs all tests of the files. What breaks the runner itself is thrown: a machine that breaks has not passed. */
    void run(List<Path> paths) throws IOException, InterruptedException {
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
            for (var path : paths)
                Fixtures.each(path, (name, content) -> running.add(workers.submit(() -> file(name, content))));
        }
        for (var one : running) finish(one);
        mainnet.run(paths, wanted, report);
    }

    private static void finish(Future<?> one) throws InterruptedException {
        try {
            one.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a test broke the runner", e.getCause());
        }
    }

    private void file(String name, byte[] content) {
        var nameless = new CaseName(name, "", NO_GROUP, 0);
        if (mainnet.take(name, content)) return;
        try {
            var tests = JSON.readTree(content);
            if (!tests.isObject()) unknown(nameless);
            else if (suite(tests) != null) one(name, "", tests);
            else for (var test : tests.properties()) one(name, test.getKey(), test.getValue());
        } catch (JacksonException e) {
            if (wanted.test(nameless)) report.take(nameless, Verdict.Failed.of("does not parse: " + e.getMessage()));
        }
    }

    private void one(String file, String name, JsonNode test) {
        var suite = suite(test);
        if (suite == null) unknown(new CaseName(file, name, NO_GROUP, 0));
        else run(suite, file, name, test);
    }

    private @Nullable Suite suite(JsonNode test) {
        for (var suite : suites) if (suite.takes(test)) return suite;
        return null;
    }

    /** A test that lacks a part, or that breaks the machine, has failed; the others go on. */
    private void run(Suite suite, String file, String name, JsonNode test) {
        try {
            suite.run(file, name, test, wanted, report);
        } catch (RuntimeException e) {
            report.take(
                    new CaseName(file, name, NO_GROUP, 0), Verdict.Failed.of("the test or the machine broke: " + e));
        }
    }

    private void unknown(CaseName name) {
        if (wanted.test(name)) report.take(name, Verdict.Failed.of("no format that is known here"));
    }
}
