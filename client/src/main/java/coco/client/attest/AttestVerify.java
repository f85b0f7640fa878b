package coco.client.attest;

import coco.evidence.Authority;
import coco.evidence.MalformedException;
import coco.evidence.Policy;
import coco.evidence.Refusal;
import coco.evidence.Roots;
import coco.evidence.Verdict;
import coco.evidence.Verifier;
import coco.evidence.file.EvidenceFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code coco attest verify}: judges evidence in a file, whatever kind it is. */
@Command(
        name = "verify",
        description = {
            "Says whether evidence is from a genuine TEE, and what it says. Nothing is fetched.",
            "The kind is told by the content: SGX and TDX quotes, SEV-SNP reports, Nitro documents, CCA tokens, VBS reports, TPM",
            "quotes, certificates that carry evidence (RA-TLS); raw, in hex digits, base64, PEM or the JSON of known tools.",
            "Exit code 0 only if it is accepted."
        },
        mixinStandardHelpOptions = true)
final class AttestVerify implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", description = "The evidence.")
    private Path file = Path.of("");

    @Option(
            names = "--collateral",
            paramLabel = "PATH",
            arity = "1..*",
            description =
                    "What came beside it: certificates, revocation lists, Intel's collateral, endorsements, event logs; "
                            + "files or folders.")
    private List<Path> collateral = List.of();

    @Option(
            names = "--at",
            paramLabel = "DATE",
            description = "When it has to be valid, such as 2026-11-26 or "
                    + "2026-11-26T08:30:00Z. Now, where it is not given.")
    private @Nullable String at;

    @Option(
            names = "--policy",
            paramLabel = "FILE",
            description =
                    "What is accepted, in JSON (evidence/README.md has its members); genuine, up to date and not for "
                            + "debugging, where it is not given.")
    private @Nullable Path policy;

    @Option(
            names = "--root",
            paramLabel = "AUTHORITY=FILE",
            description = "One more root, a certificate: for authorities that have no pinned one, and for tests.")
    private Map<Authority, Path> roots = Map.of();

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        return VerdictText.run(
                this::verify,
                "REFUSED",
                Objects.requireNonNull(spec).commandLine().getOut());
    }

    private int verify(PrintWriter out) throws IOException, MalformedException {
        var found = EvidenceFile.read(EvidenceInput.read(file));
        var endorsements = found.endorsements().with(EvidenceInput.endorsements(collateral));
        var demanded = policy();
        var verdict = new Verifier(trusted()).verify(found.evidence(), endorsements, demanded, instant());
        var whole = withRefusals(verdict, found.refusals());
        out.println(found.format());
        VerdictText.print(whole, demanded, out);
        VerdictText.print(whole.tcb(), out);
        VerdictText.print(whole.claims(), out);
        return whole instanceof Verdict.Accepted ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }

    private static Verdict withRefusals(Verdict verdict, List<Refusal> more) {
        if (more.isEmpty()) return verdict;
        var all = new ArrayList<>(more);
        if (verdict instanceof Verdict.Refused refused) all.addAll(refused.refusals());
        return new Verdict.Refused(all, verdict.claims(), verdict.tcb());
    }

    private Roots trusted() throws IOException, MalformedException {
        var trusted = Roots.vendors();
        for (var root : roots.entrySet()) {
            for (var certificate :
                    EvidenceInput.endorsements(List.of(root.getValue())).certificates()) {
                trusted = trusted.with(root.getKey(), certificate);
            }
        }
        return trusted;
    }

    private Policy policy() throws IOException, MalformedException {
        return policy == null ? Policy.genuine() : EvidenceInput.policy(policy);
    }

    private Instant instant() {
        if (at == null) return Clock.systemUTC().instant();
        try {
            return at.contains("T")
                    ? Instant.parse(at)
                    : LocalDate.parse(at).atStartOfDay().toInstant(ZoneOffset.UTC);
        } catch (DateTimeException e) {
            throw new ParameterException(
                    Objects.requireNonNull(spec).commandLine(), "--at: no date of the form 2026-11-26: " + at, e);
        }
    }
}
