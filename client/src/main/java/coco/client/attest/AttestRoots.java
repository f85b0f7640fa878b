package coco.client.attest;

import coco.evidence.Roots;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code coco attest roots}: what trust begins with. */
@Command(
        name = "roots",
        description =
                "Lists the vendors' roots that are pinned, each with its SHA-256 and the day on which it was pinned.",
        mixinStandardHelpOptions = true)
final class AttestRoots implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        var out = Objects.requireNonNull(spec).commandLine().getOut();
        for (var pin : Roots.PINNED)
            out.println(pin.authority() + " " + pin.file() + " " + pin.sha256() + " " + pin.pinned());
        out.flush();
        return CommandLine.ExitCode.OK;
    }
}
