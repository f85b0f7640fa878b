package coco.evm.conformance;

import coco.evm.Evm;
import coco.evm.Message;
import coco.evm.Result;
import coco.evm.Session;
import coco.evm.Tier1;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code Speed SECONDS REGEX PATH...}: executes each matching state-test case again and again on one thread, in the
 * interpreter and compiled, for that long each to warm up and for that long each to measure, and prints gas, processor time of
 * one execution in both tiers, and their ratio. Building the state and hashing it afterwards is not counted.
 */
public final class Speed {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final ThreadMXBean CLOCK = ManagementFactory.getThreadMXBean();
    private static final double NANOS = 1e9;
    private static final int PASSES = 2;

    /** Of cases that name no fork. */
    private static final String LATEST = "Prague";

    private static final List<Tier1> TIERS = List.of(Tier1.OFF, Tier1.FORCED);

    private final double seconds;
    private final Pattern wanted;

    private Speed(double seconds, Pattern wanted) {
        this.seconds = seconds;
        this.wanted = wanted;
    }

    public static void main(String[] arguments) throws IOException {
        var speed = new Speed(Double.parseDouble(arguments[0]), Pattern.compile(arguments[1]));
        for (var i = 2; i < arguments.length; i++)
            Fixtures.each(Path.of(arguments[i]), (_, json) -> speed.file(JSON.readTree(json)));
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
        var fork = StateTest.fork(forkName);
        if (fork == null || !wanted.matcher(name).find()) return;
        var config = test.config(fork, forkName);
        var block = test.block(config);
        var world = test.pre();
        var evms = TIERS.stream().map(tier -> new Evm(config, tier)).toList();
        var micros = new double[TIERS.size()];
        var gas = 0L;
        for (var pass = 0; pass < PASSES; pass++) {
            for (var tier = 0; tier < micros.length; tier++) {
                var runs = 0;
                var elapsed = 0L;
                var start = CLOCK.getCurrentThreadCpuTime();
                do {
                    gas = execute(evms.get(tier).session(world, block), messages);
                    runs++;
                    elapsed = CLOCK.getCurrentThreadCpuTime() - start;
                } while (elapsed < seconds * NANOS);
                micros[tier] = elapsed / 1e3 / runs;
            }
        }
        System.out.printf(
                Locale.ROOT,
                "%-32s %12d gas %12.1f us %12.1f us compiled, %6.2f times as fast%n",
                name.length() > 32 ? name.substring(0, 32) : name,
                gas,
                micros[0],
                micros[1],
                micros[0] / micros[1]);
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
