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

    @Option(names = "--peer", description = "geth=PATH of go-ethereum's evm, revm=PATH of revm's revme")
    private List<String> peers = List.of();

    @Option(
            names = "--keep",
            defaultValue = "build/fuzz",
            description = "where tests that differ go (${DEFAULT-VALUE})")
    private Path keep = Path.of("build", "fuzz");

    @Option(names = "--record", description = "a file that gets a line for each case on which all peers agree")
    private @Nullable Path record;

    private final Coverage coverage = new Coverage();
    private long different;

    @Override
    public Integer call() throws IOException, InterruptedException {
        var only = only();
        var others = others();
        var inputs = vectors == null ? new Vectors(List.of()) : Vectors.read(vectors);
        var end = minutes == null ? Long.MAX_VALUE : System.nanoTime() + (long) (minutes * TimeUnit.MINUTES.toNanos(1));
        var last = minutes == null ? seed + count : Long.MAX_VALUE;
        var next = seed;
        while (next < last && System.nanoTime() < end) {
            var cases = new ArrayList<FuzzCase>();
            for (; cases.size() < BATCH && next < last; next++) {
                var of = only == null ? FuzzFork.ofSeed(next) : only;
                cases.add(FuzzCase.of(next, of, inputs, coverage));
            }
            compare(cases, others);
        }
        coverage.print(out());
        out().printf("%d cases, %d different%n", next - seed, different);
        out().flush();
        return different == 0 ? 0 : 1;
    }

    private @Nullable FuzzFork only() {
        try {
            return fork == null ? null : FuzzFork.parse(fork);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()));
        }
    }

    private List<Peer> others() {
        try {
            return peers.stream().map(Peer::parse).toList();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()));
        }
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    private void compare(List<FuzzCase> cases, List<Peer> others) throws IOException, InterruptedException {
        for (var one : cases)
            if (!one.tiersAgree()) differs(one, "compiled code", one.compiled().toString());
        if (others.isEmpty()) return;
        var agreed = new ArrayList<>(cases.stream().filter(FuzzCase::tiersAgree).toList());
        var folder = Files.createTempDirectory("coco-fuzz-");
        try {
            for (var one : cases)
                Files.writeString(
                        folder.resolve(one.name() + ".json"), one.file().toString());
            for (var other : others) {
                var said =
                        other.check(folder, cases.stream().map(FuzzCase::name).toList());
                for (var one : cases) {
                    var error = said.getOrDefault(one.name(), "");
                    if (error.isEmpty()) continue;
                    differs(one, other.name(), error);
                    agreed.remove(one);
                }
            }
        } finally {
            delete(folder);
        }
        if (record != null)
            Files.write(record, agreed.stream().map(FuzzCase::line).toList(), CREATE, APPEND);
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
