package coco.evm.conformance;

import coco.evm.Evm;
import coco.evm.Outcome;
import coco.evm.Result;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
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
            var index = 0;
            for (var fork : test.getValue().path("post").properties())
                for (var post : fork.getValue().values()) {
                    var name = test.getKey() + "/" + fork.getKey() + "/" + index++;
                    if (wanted.matcher(name).find()) measure(name, new StateTest(test.getValue()), fork.getKey(), post);
                }
        }
    }

    private void measure(String name, StateTest test, String forkName, JsonNode post) {
        var fork = StateTest.fork(forkName);
        if (fork == null) return;
        var config = test.config(fork, forkName);
        var evm = new Evm(config);
        var world = test.pre();
        var block = test.block(config);
        var message = test.message(post.get("indexes"));
        Outcome last = null;
        var runs = 0;
        var elapsed = 0L;
        for (var pass = 0; pass < 2; pass++) {
            runs = 0;
            var start = CLOCK.getCurrentThreadCpuTime();
            do {
                if (!(evm.session(world, block).transact(message) instanceof Result.Executed executed)) return;
                last = executed.outcome();
                runs++;
                elapsed = CLOCK.getCurrentThreadCpuTime() - start;
            } while (elapsed < seconds * NANOS);
        }
        if (last == null) return;
        var each = elapsed / (double) runs;
        System.out.printf(
                Locale.ROOT,
                "%-44s %12d gas %12.1f us %9.1f Mgas/s  %s%n",
                name.length() > 44 ? name.substring(0, 44) : name,
                last.gasUsed(),
                each / 1e3,
                last.gasUsed() / each * 1e3,
                last.getClass().getSimpleName());
    }
}
