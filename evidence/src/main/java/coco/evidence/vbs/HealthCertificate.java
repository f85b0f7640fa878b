package coco.evidence.vbs;

import coco.evidence.Authority;
import coco.evidence.Case;
import coco.evidence.Reason;
import coco.evidence.TeeKind;
import coco.evidence.chain.Chains;
import coco.evidence.chain.Revocation;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A certificate by which a Host Guardian Service vouches for the identity signing key of a Windows machine that it has
 * attested. It lives for hours.
 */
final class HealthCertificate {
    private static final String NAME = "the health certificate";

    private HealthCertificate() {}

    /** Notes what is wrong with the report's signature and with the certificate of its key; gives that certificate. */
    static Optional<X509Certificate> examine(VbsReport report, Case about) {
        var examination = about.examination();
        var certificates = about.endorsements().certificates();
        if (certificates.isEmpty()) {
            examination.refuse(
                    Reason.CHAIN_MISSING,
                    "neither a health certificate nor a boot log names the key that signs reports");
            return Optional.empty();
        }
        var certificate = find(report, certificates, examination.at());
        if (certificate.isEmpty()) {
            examination.refuse(Reason.SIGNATURE, "no certificate is of the key that signed the report");
        } else {
            trust(certificate.get(), certificates, about);
        }
        return certificate;
    }

    /** The certificate whose key signed the report; of several one that is valid now, since they are renewed. */
    private static Optional<X509Certificate> find(VbsReport report, List<X509Certificate> certificates, Instant at) {
        var ofKey = certificates.stream()
                .filter(certificate -> IdentitySignature.isBy(certificate.getPublicKey(), report))
                .toList();
        return ofKey.stream()
                .filter(certificate -> isWithin(certificate, at))
                .findFirst()
                .or(() -> ofKey.stream().findFirst());
    }

    private static boolean isWithin(X509Certificate certificate, Instant at) {
        return !at.isBefore(certificate.getNotBefore().toInstant())
                && !at.isAfter(certificate.getNotAfter().toInstant());
    }

    /** Leads it to a root: a certificate, or a bare key that is either its own or its issuer's. */
    private static void trust(X509Certificate leaf, List<X509Certificate> pool, Case about) {
        var examination = about.examination();
        if (about.chains().roots().keys(Authority.HOST_GUARDIAN).stream().anyMatch(key -> isVouchedBy(key, leaf))) {
            examination.within(leaf, NAME);
            return;
        }
        about.chains()
                .lead(leaf, pool, Authority.HOST_GUARDIAN, examination, NAME)
                .ifPresent(chain -> Revocation.check(chain, TeeKind.VBS, about));
    }

    private static boolean isVouchedBy(PublicKey key, X509Certificate leaf) {
        return leaf.getPublicKey().equals(key) || Chains.isIssuedBy(key, leaf);
    }
}
