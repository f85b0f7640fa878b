package coco.bench.records;

import coco.bench.http.Answer;
import coco.bench.http.Endpoint;
import coco.bench.http.LoadLoop;
import coco.bench.load.Pace;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** {@code coco bench records}. */
@Command(
        name = "records",
        description = "Loads the records ledger over HTTP: a write counts once it is answered, and so committed.",
        mixinStandardHelpOptions = true)
public final class RecordsCommand implements Callable<Integer> {
    private static final double RAMP_SECONDS = 2;
    private static final long FILL_NANOS_MAX = 60_000_000_000L;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--url",
            required = true,
            description = "http://HOST:PORT of a node; given again, connections are spread over all")
    private List<URI> urls = List.of();

    @Option(
            names = "--mix",
            defaultValue = "WRITES",
            description = "${COMPLETION-CANDIDATES} (${DEFAULT-VALUE}); mixed is 90 %% reads")
    private RecordsRun.Mix mix = RecordsRun.Mix.WRITES;

    @Option(
            names = "--in-flight",
            defaultValue = "32",
            description = "closed loop: requests under way (${DEFAULT-VALUE})")
    private int inFlight;

    @Option(names = "--rate", description = "open loop: requests a second, whatever becomes of them")
    private @Nullable Double rate;

    @Option(names = "--value-bytes", defaultValue = "64", description = "size of a record (${DEFAULT-VALUE})")
    private int valueBytes;

    @Option(names = "--keys", defaultValue = "1000", description = "records written to and read (${DEFAULT-VALUE})")
    private int keys;

    @Option(names = "--seconds", defaultValue = "30", description = "measured, each run (${DEFAULT-VALUE})")
    private double seconds;

    @Option(
            names = "--warm-up",
            defaultValue = "60",
            description = "seconds of load before the first run (${DEFAULT-VALUE})")
    private double warmUp;

    @Option(names = "--runs", defaultValue = "3", description = "(${DEFAULT-VALUE})")
    private int runs;

    @Option(names = "--seed", defaultValue = "1", description = "of keys and values (${DEFAULT-VALUE})")
    private long seed;

    @Option(names = "--json", description = "writes the results there too")
    private @Nullable Path json;

    @Override
    public Integer call() throws IOException {
        var out = spec.commandLine().getOut();
        var endpoints = urls.stream().map(Endpoint::of).toList();
        if (mix != RecordsRun.Mix.WRITES) fill(endpoints.getFirst());
        if (warmUp > 0) out.println("warm-up: " + line(RecordsRun.run(plan(endpoints, 0, warmUp))));
        var results = new ArrayList<RecordsRun.Result>();
        for (var run = 1; run <= runs; run++) {
            var result = RecordsRun.run(plan(endpoints, RAMP_SECONDS, seconds));
            out.println("run " + run + ": " + line(result));
            results.add(result);
        }
        var median = results.stream()
                .sorted(Comparator.comparingDouble(RecordsRun.Result::perSecond))
                .toList()
                .get((results.size() - 1) / 2);
        out.println("median of " + runs + ": " + line(median));
        out.println(mix + ", " + pace().text() + ", " + valueBytes + " bytes");
        if (json != null) Files.writeString(json, json(median).toPrettyString());
        return 0;
    }

    private Pace pace() {
        return rate != null ? new Pace.Open(rate) : new Pace.Closed(inFlight);
    }

    private RecordsRun.Plan plan(List<Endpoint> endpoints, double ramp, double measured) {
        return new RecordsRun.Plan(endpoints, pace(), mix, ramp, measured, keys, valueBytes, seed);
    }

    /** What is to be read is there first. */
    private void fill(Endpoint endpoint) throws IOException {
        try (var loop = new LoadLoop()) {
            var connection = loop.connect(endpoint);
            var end = System.nanoTime() + FILL_NANOS_MAX;
            for (var i = 0; i < keys; i++) {
                var answers = new ArrayList<Answer>();
                connection.ask(
                        endpoint.put("/app/records/bench-" + i, new byte[valueBytes]),
                        (answer, _) -> answers.add(answer));
                loop.run(() -> !answers.isEmpty() || System.nanoTime() - end >= 0);
                if (answers.isEmpty() || !(answers.getFirst() instanceof Answer.Reply reply) || reply.status() >= 300)
                    throw new IOException("a record cannot be written: " + answers);
            }
        }
    }

    private static String line(RecordsRun.Result run) {
        return String.format(
                Locale.ROOT,
                "%,.0f/s, write p50 %.2f p99 %.2f ms, read p50 %.2f p99 %.2f ms, CPU us each network %.0f client %.0f, "
                        + "syncs each %.3f, refused %d, missing %d%s",
                run.perSecond(),
                run.write().p50(),
                run.write().p99(),
                run.read().p50(),
                run.read().p99(),
                run.each(run.costs().networkCpuSeconds()) * 1e6,
                run.each(run.costs().clientCpuSeconds()) * 1e6,
                run.each(run.costs().syncs()),
                run.refused(),
                run.missing(),
                run.refusals().isEmpty() ? "" : " " + run.refusals());
    }

    private ObjectNode json(RecordsRun.Result run) {
        var json = JsonMapper.shared().createObjectNode();
        json.put("mix", mix.name()).put("pace", pace().text()).put("value_bytes", valueBytes);
        json.put("seconds", run.seconds()).put("writes", run.writes()).put("reads", run.reads());
        json.put("per_second", run.perSecond());
        json.set("write_ms", run.write().json());
        json.set("read_ms", run.read().json());
        json.put("network_cpu_us_each", run.each(run.costs().networkCpuSeconds()) * 1e6);
        json.put("client_cpu_us_each", run.each(run.costs().clientCpuSeconds()) * 1e6);
        json.put("syncs_each", run.each(run.costs().syncs()));
        json.put("refused", run.refused()).put("missing", run.missing());
        return json;
    }
}
