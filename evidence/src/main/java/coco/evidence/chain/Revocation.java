package coco.evidence.chain;

import coco.evidence.Case;
import coco.evidence.Examination;
import coco.evidence.Reason;
import coco.evidence.TeeKind;
import java.security.GeneralSecurityException;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.List;

/** Looks certificates up in revocation lists (RFC 5280 section 6.3, complete lists signed by the issuer itself). */
public final class Revocation {
    private Revocation() {}

    /**
     * As {@link #check(Chain, List, boolean, Examination)}, with the lists that came beside the evidence.
     *
     * @param tee whether the policy demands lists is looked up by it
     */
    public static void check(Chain chain, TeeKind tee, Case about) {
        var required = about.policy().platform().revocationRequired().contains(tee);
        check(chain, about.endorsements().revocationLists(), required, about.examination());
    }

    /**
     * Notes what is wrong with {@code chain}: every certificate below the root is looked up in the list of its issuer.
     *
     * @param required whether a list that is missing is wrong too
     */
    public static void check(Chain chain, List<X509CRL> lists, boolean required, Examination examination) {
        for (var i = 0; i < chain.certificates().size() - 1; i++) {
            check(chain.certificates().get(i), chain.issuerOf(i), lists, required, examination);
        }
    }

    private static void check(
            X509Certificate certificate,
            X509Certificate issuer,
            List<X509CRL> lists,
            boolean required,
            Examination examination) {
        var name = issuer.getSubjectX500Principal();
        var named = lists.stream()
                .filter(list -> list.getIssuerX500Principal().equals(name))
                .toList();
        if (named.isEmpty()) {
            if (required) examination.refuse(Reason.CRL_MISSING, "there is no revocation list of " + name.getName());
            return;
        }
        for (var list : named) {
            if (isSignedBy(list, issuer)) {
                lookUp(certificate, list, examination);
            } else {
                examination.refuse(Reason.CRL_SIGNATURE, "the revocation list of " + name.getName());
            }
        }
    }

    private static void lookUp(X509Certificate certificate, X509CRL list, Examination examination) {
        var name = list.getIssuerX500Principal().getName();
        if (list.getNextUpdate() == null) {
            examination.refuse(Reason.CRL_DATES, "the revocation list of " + name + " has no end");
            return;
        }
        examination.within(
                list.getThisUpdate().toInstant(),
                list.getNextUpdate().toInstant(),
                Reason.CRL_DATES,
                "the revocation list of " + name);
        if (list.getRevokedCertificate(certificate.getSerialNumber()) != null) {
            examination.refuse(
                    Reason.CERTIFICATE_REVOKED,
                    "serial number " + certificate.getSerialNumber().toString(16) + " of " + name);
        }
    }

    private static boolean isSignedBy(X509CRL list, X509Certificate issuer) {
        try {
            list.verify(issuer.getPublicKey());
            return !list.hasUnsupportedCriticalExtension();
        } catch (GeneralSecurityException e) {
            return false; // the answer: no signature of this issuer
        }
    }
}
