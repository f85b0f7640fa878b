package coco.conformance.evm;

import static java.nio.charset.StandardCharsets.UTF_8;

import coco.conformance.Fixtures;
import coco.ethereum.replay.ReplayException;
import coco.evm.Evm;
import coco.evm.Message;
import coco.evm.Result;
import coco.evm.Session;
import coco.evm.Tier1;
import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** {@code ./coco bench evm}. */
@Command(
        name = "evm",
        description = {
            "Executes each case of state tests again and again on one thread, in the interpreter and compiled, and prints for both",
            "processor time and allocation of one execution. Making the state before and hashing it afterwards is not counted.",
            "Of blocks of the main network it prints gas a second, without and with the recovery of senders.",
            "Each is warmed up until the Java compiler has next to nothing to do meanwhile, or for as long as is said.",
            "Cases of a fork whose rules may still change are passed over."
        },
        mixinStandardHelpOptions = true)
public final class SpeedCommand implements Callable<Integer> {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final OperatingSystemMXBean PROCESS =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    /** The share of other threads from which on a machine is not yet warm. */
    private static final double BUSY = 0.1;

    private static final int WARM_LEAST = 3;
    private static final double NANOS = 1e9;

    /** Of cases that name no fork. */
    private static final String LATEST = "Prague";

    private static final List<Tier1> TIERS = List.of(Tier1.OFF, Tier1.BACKGROUND);

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(
            arity = "1..*",
            paramLabel = "PATH",
            description = "files, folders, archives of state tests or of blocks")
    private List<Path> paths = List.of();

    @Option(
            names = "--filter",
            defaultValue = "",
            description = "only cases whose name matches this regular expression")
    private Pattern filter = Pattern.compile("");

    @Option(names = "--seconds", defaultValue = "2", description = "of each machine for each case (${DEFAULT-VALUE})")
    private double seconds;

    @Option(
            names = "--warm",
            defaultValue = "60",
            description = "seconds at most that each of ours warms up for each case (${DEFAULT-VALUE})")
    private double warmSeconds;

    @Option(
            names = "--rounds",
            defaultValue = "1",
            description =
                    "in which all machines are measured by turns for each case; the median counts (${DEFAULT-VALUE})")
    private int rounds;

    @Option(names = "--passes", defaultValue = "8", description = "through all blocks (${DEFAULT-VALUE})")
    private int passes;

    @Option(
            names = "--peer",
            paramLabel = "NAME=PROGRAM",
            description = "another machine to measure beside ours in the same run: a program as bench/peers has them")
    private List<String> peers = List.of();

    private List<SpeedPeer> others = List.of();

    @Override
    public Integer call() throws IOException {
        if (rounds < 1) throw new ParameterException(spec.commandLine(), "--rounds has to be 1 or more");
        try {
            others = peers.stream().map(SpeedPeer::parse).toList();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
        var names = Stream.concat(
                Stream.of("interpreted", "compiled"), others.stream().map(SpeedPeer::name));
        var table = new SpeedTable(out(), names.toList());
        var blocks = TIERS.stream()
                .map(tier -> new MainnetBlocks(new Machines(tier)))
                .toList();
        var cases = new ArrayList<SpeedCase>();
        for (var path : paths) Fixtures.each(path, (name, content) -> take(name, content, blocks, cases));
        if (!cases.isEmpty()) table.head();
        for (var speedCase : cases) measure(speedCase, table);
        table.sum();
        return Math.max(measureBlocks(blocks), table.failures() == 0 ? 0 : 1);
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    private void take(String name, byte[] content, List<MainnetBlocks> blocks, List<SpeedCase> cases) {
        var isBlocks = false;
        for (var taker : blocks) isBlocks = taker.take(name, content);
        if (isBlocks) return;
        var file = JSON.readTree(new String(content, UTF_8));
        if (!file.isObject()) return;
        for (var value : file.properties()) {
            var test = new StateTest(value.getValue());
            if (test.listsCalls()) add(cases, value.getKey(), test, LATEST, test.calls());
            for (var fork : value.getValue().path("post").properties()) {
                var index = 0;
                for (var post : fork.getValue().values())
                    add(
                            cases,
                            value.getKey() + "/" + fork.getKey() + "/" + index++,
                            test,
                            fork.getKey(),
                            List.of(test.message(post.get("indexes"))));
            }
        }
    }

    private void add(List<SpeedCase> cases, String name, StateTest test, String fork, List<Message> messages) {
        var network = Network.of(fork);
        if (network == null || !network.isFinal() || !filter.matcher(name).find()) return;
        var config = network.config(test.json(), 0, 0);
        cases.add(new SpeedCase(
                name, fork, config, test.block(config), test.json().get("pre"), messages));
    }

    private void measure(SpeedCase about, SpeedTable table) throws IOException {
        var world = StateTest.world(about.accounts());
        var executions = new ArrayList<LongSupplier>();
        for (var tier : TIERS) {
            var evm = new Evm(about.config(), tier);
            executions.add(() -> execute(evm.session(world, about.block()), about.messages()));
        }
        // Warm first, one tier after the other, then measured by turns: neither profits from having been last.
        executions.forEach(this::warm);
        var file = Files.createTempFile("coco-speed-", ".json");
        try {
            Files.write(file, about.encode());
            var all = new ArrayList<List<Speed>>();
            for (var round = 0; round < rounds; round++) all.add(round(executions, file));
            var medians = new ArrayList<Speed>();
            for (var i = 0; i < executions.size() + others.size(); i++) {
                var machine = i;
                medians.add(Speed.median(
                        all.stream().map(round -> round.get(machine)).toList()));
            }
            table.row(
                    about.name(),
                    (Speed.Cost) medians.get(0),
                    (Speed.Cost) medians.get(1),
                    medians.subList(2, medians.size()));
        } finally {
            Files.delete(file);
        }
    }

    /** Each machine once: ours, then the others. */
    private List<Speed> round(List<LongSupplier> executions, Path file) throws IOException {
        var speeds = new ArrayList<Speed>();
        for (var execution : executions) speeds.add(repeat(execution));
        for (var peer : others) speeds.add(peer.measure(file, seconds));
        return speeds;
    }

    /**
     * Until other threads, the Java compiler's above all, had next to nothing to do while a measurement lasted. The compiler of
     * contracts begins when one has run: the first measurements tell nothing.
     */
    private void warm(LongSupplier execution) {
        var start = PROCESS.getProcessCpuTime();
        var measurements = 0;
        long all, others;
        do {
            measurements++;
            var before = PROCESS.getProcessCpuTime();
            var own = THREADS.getCurrentThreadCpuTime();
            repeat(execution);
            all = PROCESS.getProcessCpuTime() - before;
            others = all - (THREADS.getCurrentThreadCpuTime() - own);
        } while ((measurements < WARM_LEAST || others > all * BUSY)
                && PROCESS.getProcessCpuTime() - start < warmSeconds * NANOS);
    }

    private Speed.Cost repeat(LongSupplier execution) {
        var runs = 0;
        var gas = 0L;
        var elapsed = 0L;
        var bytes = THREADS.getCurrentThreadAllocatedBytes();
        var start = PROCESS.getProcessCpuTime();
        do {
            gas = execution.getAsLong();
            runs++;
            elapsed = PROCESS.getProcessCpuTime() - start;
        } while (elapsed < seconds * NANOS);
        var allocated = THREADS.getCurrentThreadAllocatedBytes() - bytes;
        return new Speed.Cost(gas, (double) elapsed / runs, (double) allocated / runs);
    }

    private int measureBlocks(List<MainnetBlocks> blocks) throws IOException {
        try {
            for (var tier = 0; tier < TIERS.size(); tier++) {
                var speed = new BlockSpeed(blocks.get(tier), THREADS::getCurrentThreadCpuTime);
                blocks.get(tier).each(paths, speed::take);
                speed.measure(tier == 0 ? "interpreted" : "compiled", passes, out());
            }
            return 0;
        } catch (ReplayException e) {
            throw new ParameterException(spec.commandLine(), "blocks that do not parse: " + e.getMessage(), e);
        }
    }

    /** The gas that all of them use; nothing for one that is refused. */
    private static long execute(Session session, List<Message> messages) {
        var gas = 0L;
        for (var message : messages)
            if (session.call(message) instanceof Result.Executed executed)
                gas += executed.outcome().gasUsed();
        return gas;
    }
}
