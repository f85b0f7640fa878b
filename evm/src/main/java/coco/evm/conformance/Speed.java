package coco.evm.conformance;

import coco.evm.Evm;
import coco.evm.Outcome;
import coco.evm.Result;
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
 * {@code Speed SECONDS REGEX PATH...}: executes each matching state-test case again and again on one thread, for that
 * long to warm up and for that long to measure, and prints gas and processor time of one execution. Building the state and hashing
 * it afterwards is not counted.
 */
public final class Speed {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final ThreadMXBean CLOCK = ManagementFactory.getThreadMXBean();
    private static final double NANOS = 1e9;
    private static final List<Tier1> TIERS = List.of(Tier1.OFF, Tier1.FORCED);

    /** What a case without a list of posts executes. */
    private static final JsonNode FIRST = JSON.readTree("{\"data\": 0, \"gas\": 0, \"value\": 0}");

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
        for (var test : file.properties()) {
            if (!test.getValue().has("pre")) continue;
            if (!test.getValue().has("post")) measure(test.getKey(), new StateTest(test.getValue()), "Prague", FIRST);
            for (var fork : test.getValue().path("post").properties()) {
                var index = 0;
                for (var post : fork.getValue().values())
                    measure(
                            test.getKey() + "/" + fork.getKey() + "/" + index++,
                            new StateTest(test.getValue()),
                            fork.getKey(),
                            post.get("indexes"));
            }
        }
    }

    private void measure(String name, StateTest test, String forkName, JsonNode indexes) {
        if (!wanted.matcher(name).find()) return;
        var fork = StateTest.fork(forkName);
        if (fork == null) return;
        var config = test.config(fork, forkName);
        var evms = TIERS.stream().map(tier -> new Evm(config, tier)).toList();
        var best = new double[TIERS.size()];
        Outcome last = null;
        for (var pass = 0; pass < 2; pass++) {
            for (var tier = 0; tier < best.length; tier++) {
                var evm = evms.get(tier);
                var block = test.block(config);
                var message = test.message(indexes);
                var world = test.pre();
                var runs = 0;
                var start = CLOCK.getCurrentThreadCpuTime();
                var elapsed = 0L;
                do {
                    if (!(evm.session(world, block).transact(message) instanceof Result.Executed executed)) return;
                    last = executed.outcome();
                    runs++;
                    elapsed = CLOCK.getCurrentThreadCpuTime() - start;
                } while (elapsed < seconds * NANOS);
                best[tier] = elapsed / (double) runs;
            }
        }
        if (last == null) return;
        System.out.printf(
                Locale.ROOT,
                "%-44s %12d gas %12.1f us %12.1f us compiled %6.2f x  %s%n",
                name.length() > 44 ? name.substring(0, 44) : name,
                last.gasUsed(),
                best[0] / 1e3,
                best[1] / 1e3,
                best[0] / best[1],
                last.getClass().getSimpleName());
    }
}
