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
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code coco bench report}. */
@Command(
        name = "report",
        description =
                "Measures everything on a fresh sandbox and writes the tables of bench/RESULTS.md. The machine has to be quiet.",
        mixinStandardHelpOptions = true)
public final class ReportCommand implements Callable<Integer> {
    private static final List<String> KINDS = List.of("transfer", "erc20");
    private static final List<String> BLOCK_TIMES = List.of("0.05", "0.2", "1");
    private static final int NODES = 3;

    /** Seconds, where what runs is warm already. */
    private static final double WARM_UP_SHORT = 10;

    /** Enough undecided transactions for a block time of a second. */
    private static final String ANVIL_IN_FLIGHT = "5000";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--seconds", defaultValue = "30", description = "measured, each run (${DEFAULT-VALUE})")
    private double seconds;

    @Option(
            names = "--warm-up",
            defaultValue = "200",
            description =
                    "seconds before the first run of each kind of load; other rows get 10 at most (${DEFAULT-VALUE})")
    private double warmUp;

    @Option(names = "--runs", defaultValue = "3", description = "of each row (${DEFAULT-VALUE})")
    private int runs;

    @Option(
            names = "--in-flight",
            defaultValue = "150",
            description = "undecided transactions at the peak (${DEFAULT-VALUE})")
    private int inFlight;

    @Option(names = "--batch", defaultValue = "50", description = "calls in one HTTP request (${DEFAULT-VALUE})")
    private int batch;

    @Option(names = "--accounts", defaultValue = "1000", description = "(${DEFAULT-VALUE})")
    private int accounts;

    @Option(names = "--port", defaultValue = "19545", description = "first port of the sandbox (${DEFAULT-VALUE})")
    private int port;

    @Option(names = "--no-anvil", description = "leaves out the comparison")
    private boolean noAnvil;

    @Option(names = "--folder", description = "for the sandbox and results; build/bench if left out")
    private Path folder = home().resolve("build").resolve("bench");

    private final ResultTable table = new ResultTable();

    private static Path home() {
        return Path.of(System.getProperty("coco.home", ".")).toAbsolutePath();
    }

    @Override
    public Integer call() throws IOException {
        Files.createDirectories(folder);
        var halves = network();
        if (!noAnvil) for (var i = 0; i < KINDS.size(); i++) anvil(KINDS.get(i), halves.get(i));
        var command = String.format(
                Locale.ROOT,
                "`./coco bench report --seconds %.0f --warm-up %.0f --runs %d --in-flight %d --batch %d --accounts %d`",
                seconds,
                warmUp,
                runs,
                inFlight,
                batch,
                accounts);
        var text = command + "\n\n" + Machine.describe(home()) + "\n" + table.text();
        var file = folder.resolve("report.md");
        Files.writeString(file, text);
        var out = spec.commandLine().getOut();
        out.println(text);
        out.println("written to " + file);
        return 0;
    }

    /** Ours; returns half the peak of each kind, a second. */
    private List<Double> network() throws IOException {
        var command = List.of(
                home().resolve("coco").toString(),
                "sandbox",
                "--fresh",
                "--quiet",
                "--nodes",
                Integer.toString(NODES),
                "--port",
                Integer.toString(port),
                "--data",
                folder.resolve("sandbox").toString());
        var halves = new ArrayList<Double>();
        try (var _ = Server.start(command, folder.resolve("sandbox.log"), "ready: ")) {
            var urls = urls();
            for (var kind : KINDS) {
                var peak = ours(urls, kind, "--in-flight", inFlight, warmUp);
                ours(urls, kind, "--rate", 0.8 * peak, shortly());
                ours(urls, kind, "--rate", 0.5 * peak, shortly());
                halves.add(0.5 * peak);
            }
            for (var mix : List.of("writes", "reads")) {
                records(urls, mix, 1000, warmUp);
                records(urls, mix, 32, shortly());
                records(urls, mix, 1, shortly());
            }
            table.idle(measured(with(urls, "idle")));
        }
        return halves;
    }

    private List<String> urls() throws IOException {
        var endpoints = IntStream.range(port, port + NODES)
                .mapToObj(one -> Endpoint.of(URI.create("http://127.0.0.1:" + one)))
                .toList();
        return NodeAsk.leaderFirst(endpoints).stream().map(Endpoint::toString).toList();
    }

    /** Returns the transactions a second. */
    private double ours(List<String> urls, String kind, String pace, double number, double warm) throws IOException {
        var arguments = with(urls, "ethereum");
        arguments.addAll(load(kind, warm));
        arguments.addAll(List.of(pace, String.format(Locale.ROOT, "%.0f", number)));
        var json = measured(arguments);
        table.ethereum("ours, " + NODES + " nodes", json);
        return json.path("median").path("per_second").asDouble(0);
    }

    private void anvil(String kind, double rate) throws IOException {
        for (var blockTime : BLOCK_TIMES) {
            for (var pace : List.of(
                    List.of("--in-flight", ANVIL_IN_FLIGHT),
                    List.of("--rate", String.format(Locale.ROOT, "%.0f", rate)))) {
                var arguments = new ArrayList<>(List.of("anvil", "--block-time", blockTime, "--"));
                arguments.addAll(load(kind, shortly()));
                arguments.addAll(pace);
                table.ethereum("anvil, blocks of " + blockTime + " s", measured(arguments));
            }
        }
    }

    private void records(List<String> urls, String mix, int concurrent, double warm) throws IOException {
        var arguments = with(urls, "records");
        arguments.addAll(List.of("--mix", mix, "--in-flight", Integer.toString(concurrent)));
        arguments.addAll(times(warm));
        table.records(measured(arguments));
    }

    private List<String> load(String kind, double warm) {
        var arguments = new ArrayList<>(List.of("--kind", kind));
        arguments.addAll(List.of("--batch", Integer.toString(batch), "--accounts", Integer.toString(accounts)));
        arguments.addAll(times(warm));
        return arguments;
    }

    private double shortly() {
        return Math.min(warmUp, WARM_UP_SHORT);
    }

    private List<String> times(double warm) {
        return List.of(
                "--seconds",
                Double.toString(seconds),
                "--warm-up",
                Double.toString(warm),
                "--runs",
                Integer.toString(runs));
    }

    private static List<String> with(List<String> urls, String command) {
        var arguments = new ArrayList<>(List.of(command));
        for (var url : urls) arguments.addAll(List.of("--url", url));
        return arguments;
    }

    /** Runs another command, and reads what it wrote. */
    private JsonNode measured(List<String> arguments) throws IOException {
        var file = folder.resolve("result.json");
        Files.deleteIfExists(file);
        var all = new ArrayList<>(arguments);
        all.addAll(List.of("--json", file.toString()));
        var out = spec.commandLine().getOut();
        out.println("== " + String.join(" ", arguments));
        var status = Main.run(out, spec.commandLine().getErr(), all.toArray(String[]::new));
        if (status != 0) throw new IOException("status " + status + " of " + arguments);
        return JsonMapper.shared().readTree(Files.readString(file));
    }
}
