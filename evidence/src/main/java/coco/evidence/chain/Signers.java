package coco.evidence.chain;

import coco.evidence.Authority;
import coco.evidence.Case;
import coco.evidence.MalformedException;
import coco.evidence.Reason;
import coco.evidence.TeeKind;
import coco.evidence.format.CoseSign1;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/** Finds who signed a message, where an authority may have bare keys as well as certificates. */
public final class Signers {
    /** Certificates whose keys are tried. */
    private static final int CANDIDATES_MAX = 16;

    private Signers() {}

    /**
     * Whether a key of {@code authority} signed {@code message}: one of its bare keys, or that of a certificate that leads to
     * one of its roots. The message may carry the certificates in its protected header; otherwise they are among the first
     * few of the endorsements. What is wrong is noted.
     *
     * @param tee whether the policy demands revocation lists is looked up by it
     * @param what names the message in what is noted
     */
    public static boolean check(CoseSign1 message, Authority authority, TeeKind tee, Case about, String what) {
        var roots = about.chains().roots();
        if (roots.keys(authority).stream().anyMatch(message::isSignedBy)) return true;
        var examination = about.examination();
        try {
            var candidates = candidates(message, authority, about);
            for (var certificate : candidates) {
                if (!message.isSignedBy(certificate.getPublicKey())) continue;
                var chain =
                        about.chains().lead(certificate, candidates, authority, examination, "the signer of " + what);
                chain.ifPresent(found -> Revocation.check(found, tee, about));
                return chain.isPresent();
            }
            if (candidates.isEmpty() && roots.keys(authority).isEmpty()) {
                examination.refuse(
                        Reason.CHAIN_MISSING, "no key of " + authority + " is known, and no certificate came");
            } else {
                examination.refuse(Reason.SIGNATURE, what + " is not signed by a key of " + authority);
            }
        } catch (MalformedException e) {
            examination.refuse(e);
        }
        return false;
    }

    private static List<X509Certificate> candidates(CoseSign1 message, Authority authority, Case about)
            throws MalformedException {
        var all = new ArrayList<>(message.chain());
        if (all.isEmpty()) {
            all.addAll(about.chains().roots().certificates(authority));
            all.addAll(about.endorsements().certificates());
        }
        return List.copyOf(all.subList(0, Math.min(all.size(), CANDIDATES_MAX)));
    }
}
