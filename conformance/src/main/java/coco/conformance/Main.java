package coco.conformance;

import coco.conformance.evm.EvmCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code ./coco conformance}. */
@Command(
        name = "conformance",
        description = "Runs test suites that others made.",
        subcommands = EvmCommand.class,
        mixinStandardHelpOptions = true)
public final class Main {
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Main()).execute(arguments));
    }
}
