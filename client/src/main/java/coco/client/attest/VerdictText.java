package coco.client.attest;

import coco.evidence.Claims;
import coco.evidence.MalformedException;
import coco.evidence.Policy;
import coco.evidence.Refusal;
import coco.evidence.Tcb;
import coco.evidence.TeeKind;
import coco.evidence.Verdict;
import java.io.IOException;
import java.io.PrintWriter;
import picocli.CommandLine;

/**
 * A verdict in words. Whatever comes from evidence is printed without characters that move the cursor, turn the direction of
 * writing, end a line or are not seen (Unicode's categories C, Zl and Zp).
 */
final class VerdictText {
    private VerdictText() {}

    /** A command over files that somebody else wrote: prints what it finds, and gives its exit code. */
    interface Command {
        int run(PrintWriter out) throws IOException, MalformedException;
    }

    /** Runs {@code command}; where a file is not what it ought to be, {@code headline} and the reason stand in its place. */
    static int run(Command command, String headline, PrintWriter out) throws IOException {
        try {
            return command.run(out);
        } catch (MalformedException e) {
            out.println(headline);
            print(e.refusal(), out);
            return CommandLine.ExitCode.SOFTWARE;
        } finally {
            out.flush();
        }
    }

    static void print(Verdict verdict, Policy policy, PrintWriter out) {
        switch (verdict) {
            case Verdict.Accepted accepted -> {
                out.println("ACCEPTED until " + accepted.validUntil());
                warn(accepted.claims().tee(), policy, out);
            }
            case Verdict.Refused refused -> {
                out.println("REFUSED");
                for (var refusal : refused.refusals()) print(refusal, out);
            }
        }
    }

    /** What this kind of evidence is not worth, though it is accepted. */
    private static void warn(TeeKind tee, Policy policy, PrintWriter out) {
        if (tee == TeeKind.SOFTWARE) out.println("  a software TEE: it protects nothing");
        if (!(policy.guest().code() instanceof Policy.Code.Any)) return;
        tee.paravisorRegister()
                .ifPresent(register -> out.println("  under any paravisor: while no policy names its " + register
                        + ", the TPM's registers are anybody's word"));
    }

    private static void print(Refusal refusal, PrintWriter out) {
        line(out, refusal.reason().code(), refusal.detail());
    }

    static void print(Claims claims, PrintWriter out) {
        line(out, "tee", claims.tee().word());
        claims.registers().forEach((name, value) -> line(out, name, value.toHex()));
        for (var signer : claims.signers()) {
            line(out, "signer", signer.id() + " product " + signer.product() + " version " + signer.version());
        }
        line(out, "debug", claims.debug() ? "YES: somebody outside can look into it" : "no");
        line(out, "report data", claims.reportData().toHex());
        if (!claims.hostData().isEmpty())
            line(out, "host data", claims.hostData().toHex());
        for (var machine : claims.machines()) line(out, "machine", machine.toString());
        if (!claims.features().isEmpty()) line(out, "features", String.join(" ", claims.features()));
        claims.issuedAt().ifPresent(at -> line(out, "issued at", at.toString()));
        claims.facts().forEach((name, value) -> line(out, name, value));
    }

    static void print(Tcb tcb, PrintWriter out) {
        line(out, "tcb", tcb.status().word());
        tcb.product().ifPresent(product -> line(out, "product", product.word()));
        if (!tcb.components().isEmpty())
            line(out, "components", tcb.components().toString());
        if (!tcb.advisories().isEmpty()) line(out, "advisories", String.join(" ", tcb.advisories()));
        tcb.evaluation().ifPresent(number -> line(out, "evaluation", Long.toString(number)));
    }

    static void line(PrintWriter out, String name, String value) {
        out.printf("  %-22s %s%n", printable(name), printable(value));
    }

    private static String printable(String text) {
        return text.replaceAll("[\\p{C}\\p{Zl}\\p{Zp}]", "?");
    }
}
