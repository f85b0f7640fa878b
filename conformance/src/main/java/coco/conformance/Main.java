package coco.conformance;

import coco.conformance.evm.EvmCommand;
import coco.conformance.fuzz.FuzzCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code ./coco conformance}. */
@Command(
        name = "conformance",
        description =
                "Compares the virtual machine with others: by test suites that they made, and by tests made here.",
        subcommands = {EvmCommand.class, FuzzCommand.class},
        mixinStandardHelpOptions = true)
public final class Main {
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Main()).execute(arguments));
    }
}
