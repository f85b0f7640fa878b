package coco.conformance;

import coco.conformance.evm.EvmCommand;
import coco.conformance.fuzz.FuzzCommand;
import java.io.IOException;
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
        System.exit(new CommandLine(new Main())
                .setExecutionExceptionHandler((e, command, _) -> {
                    // That a file or a program is missing is not the runner's fault: a line says so. What breaks it is
                    // told whole.
                    if (!(e instanceof IOException)) throw e;
                    command.getErr().println("coco conformance: " + e.getMessage());
                    return CommandLine.ExitCode.SOFTWARE;
                })
                .execute(arguments));
    }
}
