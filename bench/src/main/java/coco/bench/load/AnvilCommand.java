package coco.bench.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code coco bench anvil}. */
@Command(
        name = "anvil",
        description = "Starts anvil, puts the load of `bench ethereum` on it, and ends it.",
        mixinStandardHelpOptions = true)
public final class AnvilCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--block-time", defaultValue = "0.2", description = "seconds (${DEFAULT-VALUE})")
    private String blockTime = "0.2";

    @Option(names = "--port", defaultValue = "9545", description = "(${DEFAULT-VALUE})")
    private int port;

    @Parameters(description = "options of `bench ethereum`, behind --; not --url, --key, --pid")
    private List<String> load = List.of();

    @Override
    public Integer call() throws IOException {
        var out = spec.commandLine().getOut();
        var log = Files.createTempFile("anvil", ".log");
        try (var anvil = Anvil.start(Path.of(System.getProperty("coco.home", ".")), blockTime, port, log)) {
            out.println("anvil --block-time " + blockTime);
            var arguments = new ArrayList<>(List.of(
                    "ethereum",
                    "--url",
                    "http://127.0.0.1:" + port,
                    "--key",
                    Anvil.KEY,
                    "--pid",
                    Long.toString(anvil.pid())));
            arguments.addAll(load);
            return Main.run(out, spec.commandLine().getErr(), arguments.toArray(String[]::new));
        } finally {
            Files.delete(log);
        }
    }
}
