package coco.evidence.vbs;

import coco.evidence.Case;
import coco.evidence.Claims;
import coco.evidence.Examination;
import coco.evidence.Findings;
import coco.evidence.Octets;
import coco.evidence.Product;
import coco.evidence.Reason;
import coco.evidence.Tcb;
import coco.evidence.TeeKind;
import coco.evidence.tpm.TpmVerification;
import java.security.cert.X509Certificate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/**
 * Verifies reports of Windows enclaves. A report is signed by a key that the secure kernel makes at each boot (IDKS), and
 * all trust hangs on who vouches for that key: a Host Guardian Service whose root the caller names, or the machine's TPM.
 */
public final class VbsVerification {
    private VbsVerification() {}

    public static Findings examine(VbsEvidence evidence, Case about) {
        var report = evidence.report();
        if (evidence.boot().isEmpty()) {
            var certificate = HealthCertificate.examine(report, about);
            return about.examination().findings(claims(report, Optional.empty(), certificate), tcb(report));
        }
        var boot = examineBoot(evidence.boot().get(), about);
        boot.ifPresent(windows -> examineSignature(report, windows, about.examination()));
        return about.examination().findings(claims(report, boot, Optional.empty()), tcb(report));
    }

    /** The quote is verified as that of any TPM; what it finds wrong is noted in the same examination. */
    private static Optional<MeasuredWindows> examineBoot(BootProof proof, Case about) {
        var quoted = TpmVerification.examine(proof.quote(), about).claims().registers();
        if (quoted.isEmpty()) {
            about.examination().refuse(Reason.REGISTERS, "the TPM's quote shows no registers");
            return Optional.empty();
        }
        return MeasuredWindows.examine(quoted, proof.log(), about.examination());
    }

    static void examineSignature(VbsReport report, MeasuredWindows boot, Examination examination) {
        var key = boot.windows().identitySigningKey();
        if (examination.require(
                key.isPresent(), Reason.KEY_BINDING, "the boot log does not name one identity signing key")) {
            examination.require(
                    IdentitySignature.isBy(key.get(), report),
                    Reason.SIGNATURE,
                    "the report is not signed by the secure kernel of this boot");
        }
    }

    static Claims claims(VbsReport report, Optional<MeasuredWindows> boot, Optional<X509Certificate> certificate) {
        var identity = report.identity();
        var registers = registers(report);
        var facts = facts(report);
        boot.ifPresent(windows -> {
            registers.putAll(windows.registers());
            facts.putAll(windows.boot().facts());
            facts.putAll(windows.windows().facts());
        });
        certificate.ifPresent(health -> facts.put(
                "health-certificate",
                health.getSerialNumber().toString(16) + " of "
                        + health.getIssuerX500Principal().getName()));
        var debuggable = boot.map(windows -> windows.windows().isDebuggable()).orElse(false);
        var product = identity.familyId() + "/" + identity.imageId();
        return Claims.of(TeeKind.VBS, registers, report.enclaveData())
                .withSigners(List.of(new Claims.Signer(identity.authorId().toHex(), product, identity.enclaveSvn())))
                .withDebug(identity.flags() != 0 || debuggable)
                .withHostData(identity.ownerId())
                .withFeatures(boot.map(windows -> windows.boot().features()).orElse(Set.of()))
                .withFacts(facts);
    }

    private static SequencedMap<String, Octets> registers(VbsReport report) {
        var identity = report.identity();
        var registers = new LinkedHashMap<String, Octets>();
        registers.put("uniqueid", identity.uniqueId());
        registers.put("authorid", identity.authorId());
        registers.put("familyid", identity.familyId());
        registers.put("imageid", identity.imageId());
        registers.put("modules", report.modulesDigest());
        return registers;
    }

    private static SequencedMap<String, String> facts(VbsReport report) {
        var identity = report.identity();
        var facts = new LinkedHashMap<String, String>();
        facts.put("enclave-svn", Long.toString(identity.enclaveSvn()));
        facts.put("secure-kernel-svn", Long.toString(identity.secureKernelSvn()));
        facts.put("platform-svn", Long.toString(identity.platformSvn()));
        facts.put("flags", "0x" + Long.toHexString(identity.flags()));
        facts.put("signing-level", Long.toString(identity.signingLevel()));
        for (var i = 0; i < report.modules().size(); i++) {
            var module = report.modules().get(i);
            facts.put(
                    "module." + (i + 1),
                    module.name() + " svn=" + module.svn() + " uniqueid=" + module.uniqueId() + " authorid="
                            + module.authorId() + " familyid=" + module.familyId() + " imageid=" + module.imageId());
        }
        return facts;
    }

    /** Microsoft grades nothing. A module that is loaded twice counts with its lower version. */
    private static Tcb tcb(VbsReport report) {
        var components = new LinkedHashMap<String, Integer>();
        components.put("secure-kernel", version(report.identity().secureKernelSvn()));
        components.put("platform", version(report.identity().platformSvn()));
        for (var module : report.modules()) {
            components.merge("module " + module.name(), version(module.svn()), Math::min);
        }
        return Tcb.ungraded(Product.WINDOWS_VBS, components);
    }

    /** Versions that do not fit are as high as fits: they are compared with a lowest version only. */
    private static int version(long svn) {
        return (int) Math.min(svn, Integer.MAX_VALUE);
    }
}
