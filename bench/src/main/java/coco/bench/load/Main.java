package coco.bench.load;

import coco.bench.ethereum.EthereumCommand;
import coco.bench.records.RecordsCommand;
import coco.conformance.evm.SpeedCommand;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code ./coco bench}. */
@Command(
        name = "bench",
        description = "Measures networks under load, and the virtual machine. bench/RESULTS.md says how to read it.",
        subcommands = {
            EthereumCommand.class,
            RecordsCommand.class,
            IdleCommand.class,
            AnvilCommand.class,
            SpeedCommand.class,
            JmhCommand.class,
            ReportCommand.class
        },
        mixinStandardHelpOptions = true)
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        System.exit(run(
                new PrintWriter(System.out, true, StandardCharsets.UTF_8),
                new PrintWriter(System.err, true, StandardCharsets.UTF_8),
                arguments));
    }

    /** Runs one command and returns its exit code: 1 where a check failed or the network did not answer, 2 for wrong words. */
    public static int run(PrintWriter out, PrintWriter errors, String... arguments) {
        return new CommandLine(new Main())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setOut(out)
                .setErr(errors)
                .setExecutionExceptionHandler((e, command, _) -> {
                    command.getErr().println("coco bench: " + e);
                    return CommandLine.ExitCode.SOFTWARE;
                })
                .execute(arguments);
    }
}
