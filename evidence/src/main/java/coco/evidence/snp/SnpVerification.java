package coco.evidence.snp;

import coco.evidence.Authority;
import coco.evidence.Case;
import coco.evidence.Claims;
import coco.evidence.Claims.Signer;
import coco.evidence.Endorsement.UvmEndorsement;
import coco.evidence.Examination;
import coco.evidence.Findings;
import coco.evidence.Machine;
import coco.evidence.MalformedException;
import coco.evidence.Reason;
import coco.evidence.SignatureAlgorithm;
import coco.evidence.Tcb;
import coco.evidence.TeeKind;
import coco.evidence.chain.Chain;
import coco.evidence.chain.Revocation;
import coco.evidence.snp.KeyInfo.SigningKey;
import coco.evidence.uvm.UvmVerification;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Is a report of SEV-SNP genuine? The certificate of the signing key leads to the root of its line of processors; it is of the versions,
 * the chip and the processor that the report names; and its key signed the report (56860; 57230 section 3).
 *
 * <p>Of the claims, the register is {@code measurement}; the machine is {@code chip}. Signers are the guest owner's keys, by
 * the SHA-384 of each in hex digits, with {@code family/image} in hex digits as product and the guest's security version; and
 * who endorsed the measurement of a utility virtual machine, as that endorsement names itself. The TCB's components are those
 * of {@link Component}, each the lower of what was reported and what was committed.
 */
public final class SnpVerification {
    private static final String ISSUERS_NAME = "CN=";

    private final SnpReport report;
    private final TeeKind tee;
    private final Case about;
    private final Examination examination;

    private SnpVerification(SnpReport report, TeeKind tee, Case about) {
        this.report = report;
        this.tee = tee;
        this.about = about;
        this.examination = about.examination();
    }

    public static Findings examine(SnpReport report, Case about) {
        return examine(report, TeeKind.SNP, about);
    }

    /**
     * For evidence that carries the report.
     *
     * @param tee the kind of that evidence
     */
    public static Findings examine(SnpReport report, TeeKind tee, Case about) {
        return new SnpVerification(report, tee, about).examine();
    }

    private Findings examine() {
        var certificate = chipCertificate();
        certificate.ifPresent(this::check);
        checkGuest();
        var line = certificate.map(ChipCertificate::line).or(() -> ProcessorLine.of(report.processor()));
        var claims = Claims.of(
                        tee, new LinkedHashMap<>(Map.of("measurement", report.measurement())), report.reportData())
                .withSigners(signers())
                .withDebug(report.policy().allowsDebug())
                .withHostData(report.hostData())
                .withMachines(machines(certificate, line))
                .withFeatures(report.platform().features(report.policy()))
                .withFacts(SnpFacts.of(report, line, certificate));
        return examination.findings(claims, line.map(this::tcb).orElse(Tcb.UNKNOWN));
    }

    /** The one that fits the report where there are several; otherwise any, so that what does not fit is told. */
    private Optional<ChipCertificate> chipCertificate() {
        var all = new ArrayList<ChipCertificate>();
        var malformed = new ArrayList<MalformedException>();
        for (var certificate : about.endorsements().certificates()) {
            try {
                if (ChipCertificate.isOne(certificate)) all.add(ChipCertificate.of(certificate));
            } catch (MalformedException e) {
                malformed.add(e); // told below, unless another one serves
            }
        }
        var fitting = all.stream().filter(this::fits).findFirst().or(() -> all.stream()
                .findFirst());
        if (fitting.isEmpty()) {
            malformed.forEach(examination::refuse);
            examination.require(!malformed.isEmpty(), Reason.CHAIN_MISSING, "no certificate of a VCEK or VLEK");
        }
        return fitting;
    }

    private boolean fits(ChipCertificate certificate) {
        return certificate.kind() == report.keyInfo().signingKey()
                && certificate.tcb().equals(report.reportedTcb())
                && isOfChip(certificate);
    }

    private void check(ChipCertificate certificate) {
        var chain = about.chains()
                .lead(
                        certificate.certificate(),
                        about.endorsements().certificates(),
                        Authority.AMD_SEV,
                        examination,
                        "the " + certificate.kind());
        chain.ifPresent(found -> check(certificate, found));
        checkKind(certificate);
        checkPlatform(certificate);
        examination.require(isSignedBy(certificate.certificate()), Reason.SIGNATURE, "not signed by the key certified");
    }

    /** AMD's keys at the upper two ends of a chain are of one line of processors each, and issue keys of one kind. */
    private void check(ChipCertificate certificate, Chain chain) {
        var names =
                chain.certificates().stream().skip(1).map(SnpVerification::name).toList();
        var expected =
                List.of(certificate.issuerName(), "ARK-" + certificate.line().word());
        examination.require(
                names.equals(expected), Reason.CERTIFICATE_MISMATCH, "issued by " + names + ", not by " + expected);
        if (chain.certificates().size() < 2) return;
        // Keys of chips have no serial numbers and are in no list: what is revoked is the issuer.
        var issuers =
                new Chain(chain.certificates().subList(1, chain.certificates().size()));
        Revocation.check(issuers, tee, about);
    }

    private void checkKind(ChipCertificate certificate) {
        var key = report.keyInfo().signingKey();
        if (!examination.require(key != SigningKey.NONE, Reason.SIGNATURE, "the report says that no key signed it"))
            return;
        examination.require(
                certificate.kind() == key,
                Reason.CERTIFICATE_MISMATCH,
                "signed by a " + key + ", the certificate is of a " + certificate.kind());
    }

    private void checkPlatform(ChipCertificate certificate) {
        if (report.version() >= 3) {
            examination.require(
                    ProcessorLine.of(report.processor()).equals(Optional.of(certificate.line())),
                    Reason.CERTIFICATE_MISMATCH,
                    "the processor is " + report.processor() + ", the certificate is of " + certificate.line());
        }
        examination.require(
                certificate.tcb().equals(report.reportedTcb()),
                Reason.CERTIFICATE_MISMATCH,
                "reported TCB " + report.reportedTcb() + ", the certificate is of " + certificate.tcb());
        examination.require(
                isOfChip(certificate),
                Reason.CERTIFICATE_MISMATCH,
                "chip " + report.chipId() + ", the certificate is of " + certificate.hardwareId());
    }

    /** A masked chip is told by the certificate alone; a VLEK is of no chip. */
    private boolean isOfChip(ChipCertificate certificate) {
        if (certificate.kind() == SigningKey.VLEK || report.chipId().isZero()) return true;
        var size = certificate.hardwareId().size();
        return report.chipId().startsWith(certificate.hardwareId())
                && report.chipId().slice(size, report.chipId().size()).isZero();
    }

    private boolean isSignedBy(X509Certificate certificate) {
        return SignatureAlgorithm.ES384.verifies(certificate.getPublicKey(), report.signed(), report.signature());
    }

    private void checkGuest() {
        var policy = report.policy();
        examination.require(
                about.policy().guest().migrationAllowed() || !policy.allowsMigration(),
                Reason.MIGRATABLE,
                "the guest may be given to a migration agent");
        examination.require(
                report.privilegeLevel() == 0,
                Reason.PRIVILEGE_LEVEL,
                "asked for at VMPL " + report.privilegeLevel() + ", not 0");
    }

    private List<Signer> signers() {
        var product = report.familyId() + "/" + report.imageId();
        var signers = new ArrayList<Signer>();
        for (var digest : List.of(report.idKeyDigest(), report.authorKeyDigest())) {
            if (!digest.isZero()) signers.add(new Signer(digest.toHex(), product, report.guestSvn()));
        }
        for (var endorsement : about.endorsements().all(UvmEndorsement.class)) {
            UvmVerification.verify(endorsement.message(), about).ifPresent(uvm -> {
                var same = uvm.launchMeasurement().equals(report.measurement());
                examination.require(
                        same, Reason.ENDORSEMENT_MISMATCH, "it is about the measurement " + uvm.launchMeasurement());
                if (same) signers.add(new Signer(uvm.issuer(), uvm.feed(), uvm.version()));
            });
        }
        return signers;
    }

    private Set<Machine> machines(Optional<ChipCertificate> certificate, Optional<ProcessorLine> line) {
        var named = certificate.map(ChipCertificate::hardwareId).filter(id -> !id.isEmpty());
        var reported = line.filter(_ -> !report.chipId().isZero())
                .map(known -> report.chipId().slice(0, known.chipIdSize()));
        return named.or(() -> reported)
                .map(id -> Set.of(new Machine("chip", id)))
                .orElse(Set.of());
    }

    /** The lower of what the key stands for and of what the firmware can be rolled back to. */
    private Tcb tcb(ProcessorLine line) {
        var components = line.components(report.reportedTcb());
        var committed = line.components(report.committedTcb());
        components.replaceAll((name, version) -> Math.min(version, committed.getOrDefault(name, 0)));
        return Tcb.ungraded(line.product(), components);
    }

    private static String name(X509Certificate certificate) {
        for (var part : certificate.getSubjectX500Principal().getName().split(",", -1)) {
            if (part.startsWith(ISSUERS_NAME)) return part.substring(ISSUERS_NAME.length());
        }
        return "";
    }
}
