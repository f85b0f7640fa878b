package coco.client.attest;

import coco.evidence.MalformedException;
import coco.evidence.Policy;
import coco.evidence.Verifier;
import coco.evidence.file.EvidenceFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code coco attest show}: what evidence says, without a word on whether it is true. */
@Command(
        name = "show",
        description = "Prints what evidence says. Whether it is true is not looked at: see verify.",
        mixinStandardHelpOptions = true)
final class AttestShow implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", description = "The evidence.")
    private Path file = Path.of("");

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        return VerdictText.run(
                this::show,
                "cannot be read",
                Objects.requireNonNull(spec).commandLine().getOut());
    }

    private int show(PrintWriter out) throws IOException, MalformedException {
        var found = EvidenceFile.read(EvidenceInput.read(file));
        var findings =
                Verifier.ofVendors().examine(found.evidence(), found.endorsements(), Policy.genuine(), Instant.EPOCH);
        out.println(found.format() + ", NOT VERIFIED");
        VerdictText.print(findings.claims(), out);
        VerdictText.line(out, "endorsements", found.endorsements().items().size() + " in the same file");
        return CommandLine.ExitCode.OK;
    }
}
