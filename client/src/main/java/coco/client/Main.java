package coco.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import coco.client.attest.AttestCommand;
import coco.client.replay.ReplayCommand;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The {@code coco} command. */
@Command(
        name = "coco",
        description = "Works with a Coco network and checks what it says.",
        subcommands = {Main.Ledger.class, Main.Receipt.class, AttestCommand.class, ReplayCommand.class},
        mixinStandardHelpOptions = true,
        version = "coco 0.1.0")
public final class Main {
    @Command(name = "ledger", description = "Ledger files.", subcommands = LedgerVerify.class)
    static final class Ledger {}

    @Command(name = "receipt", description = "Receipts of transactions.", subcommands = ReceiptVerify.class)
    static final class Receipt {}

    public static void main(String[] arguments) {
        System.exit(run(new PrintWriter(System.out, true, UTF_8), new PrintWriter(System.err, true, UTF_8), arguments));
    }

    /** Runs one command and returns its exit code. */
    static int run(PrintWriter out, PrintWriter errors, String... arguments) {
        return new CommandLine(new Main())
                .setOut(out)
                .setErr(errors)
                .setExecutionExceptionHandler((e, command, _) -> {
                    command.getErr().println("coco: " + e.getMessage());
                    return CommandLine.ExitCode.USAGE;
                })
                .execute(arguments);
    }
}
