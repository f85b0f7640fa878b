package coco.evidence.dcap;

import coco.evidence.Case;
import coco.evidence.Examination;
import coco.evidence.MalformedException;
import coco.evidence.Reason;
import coco.evidence.SignatureAlgorithm;
import coco.evidence.dcap.QuoteSignature.Certification;
import coco.evidence.format.X509;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The platform that made a quote, as its certificate (PCK) names it.
 *
 * @param certificate of the key that signed the quoting enclave's report
 */
record Platform(X509Certificate certificate, PckExtension extension) {
    /** Certification data of this type begin with the platform's PPID in clear. */
    private static final int PPID_IN_CLEAR = 1;

    /** The platform, where its certificate is there and can be read; what is wrong with it is noted. */
    static Optional<Platform> find(QuoteSignature signature, Case about) {
        try {
            var carried = carried(signature.certification());
            var beside = about.endorsements().certificates();
            var pool = new ArrayList<>(carried);
            pool.addAll(beside);
            var leaves = leaves(carried.isEmpty() ? beside : carried, signature);
            var leaf = Candidates.choose(
                    leaves, about.examination().at(), (some, trial) -> check(some, pool, about, trial));
            if (leaf.isPresent()) return Optional.of(checked(leaf.get(), pool, signature, about));
            about.examination().refuse(Reason.CHAIN_MISSING, "there is no certificate of the platform");
        } catch (MalformedException e) {
            about.examination().refuse(e);
        }
        return Optional.empty();
    }

    /** The certificates in the quote, in whatever order they stand; none where it carries an id alone. */
    private static List<X509Certificate> carried(Certification certification) throws MalformedException {
        return switch (certification.type()) {
            case Certification.CERTIFICATE, Certification.CERTIFICATES -> X509.certificates(certification.data());
            default -> List.of();
        };
    }

    /** Certificates of platforms: those whose key signed, or all where none did. */
    private static List<X509Certificate> leaves(List<X509Certificate> certificates, QuoteSignature signature) {
        var leaves = certificates.stream()
                .filter(IntelCertificates::isPlatform)
                .distinct()
                .toList();
        var signers = leaves.stream().filter(leaf -> isSigner(leaf, signature)).toList();
        return signers.isEmpty() ? leaves : signers;
    }

    private static boolean isSigner(X509Certificate leaf, QuoteSignature signature) {
        return SignatureAlgorithm.ES256.verifies(
                leaf.getPublicKey(), signature.qeReport().bytes(), signature.qeReportSignature());
    }

    private static Platform checked(
            X509Certificate leaf, List<X509Certificate> pool, QuoteSignature signature, Case about)
            throws MalformedException {
        var examination = about.examination();
        check(leaf, pool, about, examination);
        examination.require(
                isSigner(leaf, signature),
                Reason.SIGNATURE,
                "the quoting enclave's report is not signed by the platform's key");
        var platform = new Platform(leaf, PckExtension.of(leaf));
        examination.require(
                platform.isNamedBy(signature.certification()),
                Reason.CERTIFICATE_MISMATCH,
                "the quote names another platform than " + platform.extension().ppid());
        return platform;
    }

    private static void check(X509Certificate leaf, List<X509Certificate> pool, Case about, Examination examination) {
        IntelCertificates.check(leaf, pool, about, examination, "the platform's certificate");
    }

    private boolean isNamedBy(Certification certification) {
        return certification.type() != PPID_IN_CLEAR || certification.data().startsWith(extension.ppid());
    }
}
