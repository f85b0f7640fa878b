package coco.evidence.dcap;

import coco.evidence.Authority;
import coco.evidence.Case;
import coco.evidence.Examination;
import coco.evidence.chain.Revocation;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Set;
import javax.security.auth.x500.X500Principal;

/**
 * The certificates under Intel's root, told apart by their names (Intel SGX PCK Certificate and CRL Profile Specification,
 * 1.3): the same root stands above the keys of platforms and the key that signs what Intel says of them, and neither may
 * stand in for the other.
 */
final class IntelCertificates {
    private static final X500Principal ROOT = named("Intel SGX Root CA");
    private static final X500Principal PCK = named("Intel SGX PCK Certificate");
    private static final X500Principal TCB_SIGNING = named("Intel SGX TCB Signing");
    private static final Set<X500Principal> PCK_ISSUERS =
            Set.of(named("Intel SGX PCK Processor CA"), named("Intel SGX PCK Platform CA"));

    private IntelCertificates() {}

    static boolean isPlatform(X509Certificate certificate) {
        return certificate.getSubjectX500Principal().equals(PCK)
                && PCK_ISSUERS.contains(certificate.getIssuerX500Principal());
    }

    static boolean isTcbSigning(X509Certificate certificate) {
        return certificate.getSubjectX500Principal().equals(TCB_SIGNING)
                && certificate.getIssuerX500Principal().equals(ROOT);
    }

    private static boolean isPlatformIssuer(X509Certificate certificate) {
        return PCK_ISSUERS.contains(certificate.getSubjectX500Principal())
                && certificate.getIssuerX500Principal().equals(ROOT);
    }

    /** Notes what is wrong with the chain from {@code leaf} to the root, of which each needs a revocation list. */
    static void check(
            X509Certificate leaf, List<X509Certificate> pool, Case about, Examination examination, String what) {
        // Only those that can stand between: whoever sends many others would choose how long the search takes.
        var issuers = pool.stream()
                .filter(IntelCertificates::isPlatformIssuer)
                .distinct()
                .toList();
        var chain = about.chains().lead(leaf, issuers, Authority.INTEL_SGX, examination, what);
        var lists = about.endorsements().revocationLists();
        chain.ifPresent(found -> Revocation.check(found, lists, true, examination));
    }

    private static X500Principal named(String commonName) {
        return new X500Principal("C=US, ST=CA, L=Santa Clara, O=Intel Corporation, CN=" + commonName);
    }
}
