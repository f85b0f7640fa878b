package coco.conformance.evm;

import static java.nio.charset.StandardCharsets.UTF_8;

import coco.conformance.Fixtures;
import coco.evm.Evm;
import coco.evm.Message;
import coco.evm.Result;
import coco.evm.Session;
import coco.evm.Tier1;
import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code ./coco bench evm}. */
@Command(
        name = "evm",
        description = {
            "Executes each case of state tests again and again on one thread, in the interpreter and compiled, and prints for both",
            "processor time and allocation of one execution. Making the state before and hashing it afterwards is not counted.",
            "Cases of a fork whose rules may still change are passed over."
        },
        mixinStandardHelpOptions = true)
public final class SpeedCommand implements Callable<Integer> {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final ThreadMXBean CLOCK = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final double NANOS = 1e9;

    /** Of cases that name no fork. */
    private static final String LATEST = "Prague";

    private static final List<Tier1> TIERS = List.of(Tier1.OFF, Tier1.FORCED);

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(arity = "1..*", paramLabel = "PATH", description = "files, folders, archives of state tests")
    private List<Path> paths = List.of();

    @Option(
            names = "--filter",
            defaultValue = "",
            description = "only cases whose name matches this regular expression")
    private Pattern filter = Pattern.compile("");

    @Option(
            names = "--seconds",
            defaultValue = "2",
            description = "of each tier of each case, as long to warm up before (${DEFAULT-VALUE})")
    private double seconds;

    /** What one execution takes. */
    private record Cost(double nanos, double bytes) {}

    @Override
    public Integer call() throws IOException {
        out().printf(
                        "%-40s %12s  %14s %9s %11s  %14s %9s %11s  %6s%n",
                        "case", "gas", "interpreted ns", "Mgas/s", "bytes", "compiled ns", "Mgas/s", "bytes", "times");
        for (var path : paths) Fixtures.each(path, (_, content) -> file(JSON.readTree(new String(content, UTF_8))));
        return 0;
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    private void file(JsonNode file) {
        if (!file.isObject()) return;
        for (var value : file.properties()) {
            var test = new StateTest(value.getValue());
            if (test.listsCalls()) measure(value.getKey(), test, LATEST, test.calls());
            for (var fork : value.getValue().path("post").properties()) {
                var index = 0;
                for (var post : fork.getValue().values())
                    measure(
                            value.getKey() + "/" + fork.getKey() + "/" + index++,
                            test,
                            fork.getKey(),
                            List.of(test.message(post.get("indexes"))));
            }
        }
    }

    private void measure(String name, StateTest test, String forkName, List<Message> messages) {
        var network = Network.of(forkName);
        if (network == null || !network.isFinal() || !filter.matcher(name).find()) return;
        var config = network.config(test.json(), 0, 0);
        var block = test.block(config);
        var world = test.pre();
        var evms = TIERS.stream().map(tier -> new Evm(config, tier)).toList();
        var costs = new Cost[TIERS.size()];
        // Warm first, one tier after the other, then measured so: neither profits from having been last.
        for (var pass = 0; pass < 2; pass++)
            for (var tier = 0; tier < costs.length; tier++) {
                var evm = evms.get(tier);
                costs[tier] = measure(() -> execute(evm.session(world, block), messages));
            }
        print(name, execute(evms.getFirst().session(world, block), messages), costs);
    }

    private Cost measure(Runnable execution) {
        var runs = 0;
        var elapsed = 0L;
        var bytes = CLOCK.getCurrentThreadAllocatedBytes();
        var start = CLOCK.getCurrentThreadCpuTime();
        do {
            execution.run();
            runs++;
            elapsed = CLOCK.getCurrentThreadCpuTime() - start;
        } while (elapsed < seconds * NANOS);
        return new Cost((double) elapsed / runs, (double) (CLOCK.getCurrentThreadAllocatedBytes() - bytes) / runs);
    }

    private void print(String name, long gas, Cost[] costs) {
        Cost interpreted = costs[0], compiled = costs[1];
        out().printf(
                        Locale.ROOT,
                        "%-40.40s %12d  %14.0f %9.1f %11.0f  %14.0f %9.1f %11.0f  %6.2f%n",
                        name,
                        gas,
                        interpreted.nanos,
                        gas * 1e3 / interpreted.nanos,
                        interpreted.bytes,
                        compiled.nanos,
                        gas * 1e3 / compiled.nanos,
                        compiled.bytes,
                        interpreted.nanos / compiled.nanos);
        out().flush();
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
