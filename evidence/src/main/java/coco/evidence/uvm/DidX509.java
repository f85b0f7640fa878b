package coco.evidence.uvm;

import coco.evidence.Hash;
import coco.evidence.MalformedException;
import coco.evidence.Octets;
import coco.evidence.Reason;
import coco.evidence.format.BaseEncoding;
import coco.evidence.format.X509;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * A name that says who signs (did:x509 method specification, version 0): whoever has a certificate for {@code use} under the
 * issuer with this fingerprint.
 *
 * @param hash of the fingerprint
 * @param fingerprint hash of a certificate above the signer's
 * @param use object identifier of an extended key usage
 */
record DidX509(Hash hash, Octets fingerprint, String use) {
    private static final String PREFIX = "did:x509:0:";
    private static final int LENGTH_MAX = 512;

    /** @throws MalformedException for anything else: {@link Reason#UNSUPPORTED} where it names the signer by something else */
    static DidX509 parse(String did) throws MalformedException {
        if (!did.startsWith(PREFIX) || did.length() > LENGTH_MAX)
            throw new MalformedException("an issuer that is no did:x509:0");
        var parts = did.substring(PREFIX.length()).split("::", -1);
        var issuer = parts[0].split(":", -1);
        if (parts.length != 2 || issuer.length != 2) {
            throw new MalformedException(Reason.UNSUPPORTED, "a did:x509 with other than one issuer and one policy");
        }
        var policy = parts[1].split(":", -1);
        if (policy.length != 2 || !policy[0].equals("eku")) {
            throw new MalformedException(Reason.UNSUPPORTED, "the policy of a did:x509: " + policy[0]);
        }
        var hash = hash(issuer[0]);
        var fingerprint = BaseEncoding.base64Url(issuer[1], "a fingerprint");
        if (fingerprint.size() != hash.size())
            throw new MalformedException("a fingerprint of " + fingerprint.size() + " bytes");
        return new DidX509(hash, fingerprint, policy[1]);
    }

    private static Hash hash(String name) throws MalformedException {
        return switch (name) {
            case "sha256" -> Hash.SHA_256;
            case "sha384" -> Hash.SHA_384;
            case "sha512" -> Hash.SHA_512;
            default -> throw new MalformedException(Reason.UNSUPPORTED, "the hash of a did:x509: " + name);
        };
    }

    /** Whether it names the first of {@code chain}, by one of those above it. */
    boolean names(List<X509Certificate> chain) throws MalformedException {
        var above = chain.subList(1, chain.size());
        for (var certificate : above) {
            if (X509.encoded(certificate).hash(hash).equals(fingerprint)) return true;
        }
        return false;
    }

    /** Whether {@code signer} may be used for what it names. */
    boolean allows(X509Certificate signer) throws MalformedException {
        try {
            var uses = signer.getExtendedKeyUsage();
            return uses != null && uses.contains(use);
        } catch (CertificateException e) {
            throw new MalformedException("an extended key usage that cannot be read", e);
        }
    }
}
