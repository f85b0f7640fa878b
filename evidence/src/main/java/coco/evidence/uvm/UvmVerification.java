package coco.evidence.uvm;

import coco.evidence.Authority;
import coco.evidence.Case;
import coco.evidence.Hash;
import coco.evidence.MalformedException;
import coco.evidence.Octets;
import coco.evidence.Reason;
import coco.evidence.TeeKind;
import coco.evidence.chain.Revocation;
import coco.evidence.format.CoseSign1;
import coco.evidence.format.X509;
import java.security.cert.X509Certificate;
import java.util.Optional;

/**
 * Whether an endorsement of a utility virtual machine is Microsoft's: its certificates lead to the root of Microsoft's supply
 * chain, the first of them signed it, and is the one that the issuer's name (did:x509) speaks of. Who is allowed to vouch for
 * what is not decided here: that is the policy's, by issuer, feed and version.
 */
public final class UvmVerification {
    private static final int HASH_SHA_256 = -16;

    private UvmVerification() {}

    /**
     * What the endorsement says; none where it is not genuine. What is wrong is noted; an endorsement that is genuine, and out
     * of date at the instant asked for, is noted too.
     */
    public static Optional<UvmClaims> verify(Octets message, Case about) {
        try {
            var parsed = CoseSign1.parse(message);
            var claims = UvmStatement.of(parsed);
            return isGenuine(parsed, DidX509.parse(claims.issuer()), about) ? Optional.of(claims) : Optional.empty();
        } catch (MalformedException e) {
            about.examination().refuse(e);
            return Optional.empty();
        }
    }

    private static boolean isGenuine(CoseSign1 message, DidX509 issuer, Case about) throws MalformedException {
        var examination = about.examination();
        var certificates = message.chain();
        if (certificates.isEmpty()) {
            examination.refuse(Reason.CHAIN_MISSING, "the endorsement carries no certificates");
            return false;
        }
        var signer = certificates.getFirst();
        var led = about.chains()
                .lead(
                        signer,
                        certificates.subList(1, certificates.size()),
                        Authority.MICROSOFT_SUPPLY_CHAIN,
                        examination,
                        "the signer of the endorsement");
        if (led.isEmpty()) return false;
        var chain = led.get();
        Revocation.check(chain, TeeKind.SNP, about);
        var signed = examination.require(
                message.isSignedBy(signer.getPublicKey()),
                Reason.SIGNATURE,
                "the endorsement is not signed by the key of its certificate");
        var hashed = examination.require(
                isHashOf(message, signer), Reason.KEY_BINDING, "the endorsement names another certificate by its hash");
        var named = examination.require(
                issuer.names(chain.certificates()) && issuer.allows(signer),
                Reason.CERTIFICATE_MISMATCH,
                "the issuer's name is not that of the signer's certificate");
        return signed && hashed && named;
    }

    /** Where a hash of the signer's certificate is there (x5t, RFC 9360 section 2), it has to be right. */
    private static boolean isHashOf(CoseSign1 message, X509Certificate signer) throws MalformedException {
        var found = message.signed().find(CoseSign1.CERTIFICATE_HASH);
        if (found.isEmpty()) return true;
        var parts = found.get().items();
        if (parts.size() != 2) throw new MalformedException("a hash of a certificate of " + parts.size() + " parts");
        if (parts.get(0).number() != HASH_SHA_256) {
            throw new MalformedException(
                    Reason.UNSUPPORTED,
                    "the hash of a certificate " + parts.get(0).number());
        }
        return X509.encoded(signer).hash(Hash.SHA_256).equals(parts.get(1).bytes());
    }
}
