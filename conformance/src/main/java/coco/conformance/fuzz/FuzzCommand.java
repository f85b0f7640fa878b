package coco.conformance.fuzz;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ./coco conformance fuzz}. */
@Command(
        name = "fuzz",
        description = {
            "Makes state tests from seeds, executes them in both tiers, and has other implementations check what came out.",
            "Exit code 0 if all agree, 1 if not, 2 for a wrong call. Without peers the two tiers are compared."
        },
        mixinStandardHelpOptions = true)
public final class FuzzCommand implements Callable<Integer> {
    private static final int BATCH = 500;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--seed", defaultValue = "1", description = "the first one (${DEFAULT-VALUE})")
    private long seed;

    @Option(names = "--count", defaultValue = "1000", description = "how many seeds (${DEFAULT-VALUE})")
    private long count;

    @Option(names = "--minutes", description = "as many seeds as there is time for")
    private @Nullable Double minutes;

    @Option(names = "--fork", description = "one fork instead of all, by its name in state tests")
    private @Nullable String fork;

    @Option(names = "--vectors", description = "vector files of precompiled contracts, whose inputs are used")
    private @Nullable Path vectors;

    @Option(
            names = "--peer",
            description = {
                "geth=PATH of go-ethereum's evm, revm=PATH of revm's revme, evmone=PATH of evmone-statetest,",
                "ethereumjs=PATH of bench/peers/ethereumjs/statetest.mjs"
            })
    private List<String> peers = List.of();

    @Option(
            names = "--keep",
            defaultValue = "build/fuzz",
            description = "where tests that differ go (${DEFAULT-VALUE})")
    private Path keep = Path.of("build", "fuzz");

    @Option(names = "--record", description = "a file that gets a line for each case on which all peers agree")
    private @Nullable Path record;

    private long different;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (count < 1) throw wrong("--count is 1 or more");
        if (minutes != null && minutes <= 0) throw wrong("--minutes is more than 0");
        if (record != null && peers.isEmpty()) throw wrong("--record needs a --peer");
        var only = fork == null ? null : given(fork, FuzzFork::parse);
        var others = peers.stream().map(peer -> given(peer, Peer::parse)).toList();
        var fuzzer = new Fuzzer(vectors == null ? new Vectors(List.of()) : Vectors.read(vectors));
        var end = minutes == null ? Long.MAX_VALUE : System.nanoTime() + (long) (minutes * TimeUnit.MINUTES.toNanos(1));
        var last = minutes == null ? seed + count : Long.MAX_VALUE;
        var next = seed;
        do {
            var cases = new ArrayList<FuzzCase>();
            for (; cases.size() < BATCH && next < last; next++)
                cases.add(fuzzer.make(next, only == null ? FuzzFork.ofSeed(next) : only));
            compare(cases, others);
        } while (next < last && System.nanoTime() < end);
        fuzzer.coverage().print(out());
        out().printf("%d cases, %d different%n", next - seed, different);
        out().flush();
        return different == 0 ? 0 : 1;
    }

    private <T> T given(String text, Function<String, T> parse) {
        try {
            return parse.apply(text);
        } catch (IllegalArgumentException e) {
            throw wrong(String.valueOf(e.getMessage()));
        }
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    private void compare(List<FuzzCase> cases, List<Peer> others) throws IOException, InterruptedException {
        for (var one : cases) if (!one.tiersAgree()) differs(one, "this machine", one.otherEnds());
        if (others.isEmpty()) return;
        var agreed = new ArrayList<>(cases.stream().filter(FuzzCase::tiersAgree).toList());
        var folder = Files.createTempDirectory("coco-fuzz-");
        try {
            for (var one : cases)
                Files.writeString(
                        folder.resolve(one.name() + ".json"), one.file().toString());
            for (var other : others) agreed.removeAll(refused(cases, folder, other));
        } finally {
            delete(folder);
        }
        if (record != null)
            Files.write(record, agreed.stream().map(FuzzCase::line).toList(), CREATE, APPEND);
    }

    /** The cases that the peer knows, and of which it does not say what is said here. */
    private List<FuzzCase> refused(List<FuzzCase> all, Path folder, Peer other)
            throws IOException, InterruptedException {
        var cases = all.stream().filter(other::knows).toList();
        var said = other.check(folder, cases.stream().map(FuzzCase::name).toList());
        var refused = new ArrayList<FuzzCase>();
        for (var one : cases) {
            var error = said.get(one.name());
            if (error == null) continue;
            differs(one, other.name(), error);
            refused.add(one);
        }
        return refused;
    }

    private void differs(FuzzCase one, String who, String what) throws IOException {
        different++;
        Files.createDirectories(keep);
        var file = keep.resolve(one.name() + ".json");
        Files.writeString(file, one.file().toPrettyString());
        out().printf("DIFFERENT %s%n  here: %s%n  %s: %s%n", file, one.end(), who, what);
        out().flush();
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) Files.delete(file);
        }
    }
}
