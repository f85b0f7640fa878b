package coco.bench.load;

import coco.bench.http.Endpoint;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** {@code coco bench idle}. */
@Command(
        name = "idle",
        description = "What nodes cost while nobody asks anything of them.",
        mixinStandardHelpOptions = true)
public final class IdleCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--url", required = true, description = "http://HOST:PORT of each node")
    private List<URI> urls = List.of();

    @Option(names = "--seconds", defaultValue = "30", description = "(${DEFAULT-VALUE})")
    private double seconds;

    @Option(names = "--json", description = "writes the results there too")
    private @Nullable Path json;

    @Override
    public Integer call() throws IOException {
        var endpoints = urls.stream().map(Endpoint::of).toList();
        // The first answer costs a node what later ones do not.
        read(endpoints);
        var before = read(endpoints);
        var start = System.nanoTime();
        var end = start + (long) (seconds * 1e9);
        while (System.nanoTime() - end < 0) LockSupport.parkNanos(end - System.nanoTime());
        var passed = (System.nanoTime() - start) / 1e9;
        var after = read(endpoints);
        var out = spec.commandLine().getOut();
        var results = JsonMapper.shared().createArrayNode();
        for (var i = 0; i < endpoints.size(); i++) {
            var cpu = (after.get(i).cpuSeconds() - before.get(i).cpuSeconds()) / passed;
            var syncs = after.get(i).syncs() - before.get(i).syncs();
            var batches = after.get(i).batches() - before.get(i).batches();
            out.printf(
                    Locale.ROOT,
                    "%s %s: %.2f %% of one core, %.0f log entries, %.0f syncs in %.0f s%n",
                    endpoints.get(i),
                    after.get(i).leads() ? "leads" : "follows",
                    100 * cpu,
                    batches,
                    syncs,
                    passed);
            results.addObject()
                    .put("url", endpoints.get(i).toString())
                    .put("leads", after.get(i).leads())
                    .put("core_percent", 100 * cpu)
                    .put("log_entries", batches)
                    .put("syncs", syncs)
                    .put("seconds", passed);
        }
        if (json != null) Files.writeString(json, results.toPrettyString());
        return 0;
    }

    private static List<NodeNumbers> read(List<Endpoint> endpoints) throws IOException {
        var numbers = new ArrayList<NodeNumbers>();
        for (var endpoint : endpoints) numbers.add(NodeAsk.numbers(endpoint));
        return numbers;
    }
}
