package coco.client;

import coco.crypto.Bytes;
import coco.crypto.Certificate;
import coco.crypto.Digest;
import coco.crypto.MalformedException;
import coco.ethereum.TransactionProof;
import coco.ledger.CoseReceipt;
import coco.ledger.Receipt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code coco receipt verify}: judges one receipt, JSON or COSE, or a proof that holds one, for a reader who trusts a service
 * certificate.
 */
@Command(
        name = "verify",
        description = "Checks a receipt, JSON or COSE, or the proof of an Ethereum transaction, and asks nobody. "
                + "Exit code 0 only if it is sound.",
        mixinStandardHelpOptions = true)
final class ReceiptVerify implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", description = "The receipt, or the proof.")
    private Path file = Path.of("");

    @Option(names = "--service-cert", required = true, description = "PEM of the service certificate that you trust.")
    private Path service = Path.of("");

    @Option(names = "--claims", description = "A file whose SHA-256 the receipt must prove as its claims digest.")
    private @Nullable Path claims;

    @Option(
            names = "--ethereum",
            description = "FILE is what coco_getTransactionProof answered; prints what it proves.")
    private boolean ethereum;

    @Option(
            names = "--transaction",
            paramLabel = "HASH",
            description = "With --ethereum: the transaction that the proof must be about.")
    private @Nullable String transaction;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        var line = Objects.requireNonNull(spec).commandLine();
        if (ethereum && claims != null) throw new ParameterException(line, "--claims is not for --ethereum");
        if (!ethereum && transaction != null) throw new ParameterException(line, "--transaction wants --ethereum");
        var out = line.getOut();
        var bytes = Bytes.unsafeWrap(Files.readAllBytes(file));
        try {
            var trusted = Certificate.ofPem(Files.readString(service));
            var proof = ethereum ? TransactionProof.ofJson(bytes) : null;
            var problem = proof == null ? problem(bytes, trusted) : EthereumReport.problem(proof, trusted, transaction);
            if (problem.isPresent()) return notSound(problem.get());
            out.println("sound");
            if (proof != null) out.print(EthereumReport.of(proof));
            out.flush();
            return CommandLine.ExitCode.OK;
        } catch (MalformedException e) {
            return notSound(String.valueOf(e.getMessage()));
        }
    }

    private int notSound(String reason) {
        Objects.requireNonNull(spec).commandLine().getOut().println("NOT SOUND: " + reason);
        return CommandLine.ExitCode.SOFTWARE;
    }

    private Optional<String> problem(Bytes bytes, Certificate trusted) throws IOException, MalformedException {
        Optional<Digest> claimed =
                claims == null ? Optional.empty() : Optional.of(Digest.sha256(Files.readAllBytes(claims)));
        return isCose(bytes) ? problemOfCose(bytes, trusted, claimed) : problemOfJson(bytes, trusted, claimed);
    }

    /** Tag 18 of CBOR; no JSON begins with that byte. */
    private static boolean isCose(Bytes bytes) {
        return !bytes.isEmpty() && bytes.at(0) == (byte) 0xd2;
    }

    private static Optional<String> problemOfJson(Bytes bytes, Certificate trusted, Optional<Digest> claimed)
            throws MalformedException {
        var receipt = Receipt.ofJson(bytes, claimed);
        var problem = receipt.problem(trusted);
        if (problem.isPresent()) return problem;
        return claimed.isEmpty() || claimed.equals(receipt.claims())
                ? Optional.empty()
                : Optional.of("the receipt proves other claims");
    }

    private static Optional<String> problemOfCose(Bytes bytes, Certificate trusted, Optional<Digest> claimed)
            throws MalformedException {
        var receipt = CoseReceipt.decode(bytes);
        var problem = receipt.problem(trusted.key());
        if (problem.isPresent()) return problem;
        var proves = claimed.isEmpty()
                || receipt.inclusions().stream()
                        .allMatch(inclusion -> inclusion.leaf().claims().equals(claimed.get()));
        return proves ? Optional.empty() : Optional.of("the receipt proves other claims");
    }
}
