package coco.evidence.format;

import coco.evidence.Hash;
import coco.evidence.Octets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;

/**
 * A signature scheme with its hash function, whatever the key's size or curve: every signature over bytes is verified here.
 * Which keys are good enough is said by {@link coco.evidence.SignatureAlgorithm}, or by a format that lets them differ.
 */
public sealed interface SignatureScheme {
    Hash hash();

    /** RSASSA-PKCS1-v1_5 (RFC 8017 section 8.2). */
    record Pkcs1(Hash hash) implements SignatureScheme {}

    /**
     * RSASSA-PSS (RFC 8017 section 8.1), with MGF1 of the same hash function.
     *
     * @param saltSize in bytes
     */
    record Pss(Hash hash, int saltSize) implements SignatureScheme {}

    /** ECDSA (FIPS 186-5 section 6); a signature is r and s, big endian, each as long as the order of the key's curve. */
    record Ecdsa(Hash hash) implements SignatureScheme {}

    /** Whether {@code key} made {@code signature} over {@code message}; a key of another kind made none. */
    default boolean verifies(PublicKey key, Octets message, Octets signature) {
        if (!fits(key, signature)) return false;
        try {
            var verifier = signature();
            verifier.initVerify(key);
            verifier.update(message.toArray());
            return verifier.verify(signature.toArray());
        } catch (GeneralSecurityException e) {
            return false; // the answer: bytes that are not of a signature's form are no signature
        }
    }

    /**
     * The signature of {@code message}.
     *
     * @throws GeneralSecurityException where the key cannot sign so
     */
    default Octets sign(PrivateKey key, Octets message) throws GeneralSecurityException {
        var signer = signature();
        signer.initSign(key);
        signer.update(message.toArray());
        return Octets.of(signer.sign());
    }

    private boolean fits(PublicKey key, Octets signature) {
        return switch (this) {
            case Pkcs1 _, Pss _ -> key instanceof RSAPublicKey;
            case Ecdsa _ -> key instanceof ECPublicKey elliptic && signature.size() == 2 * EcKeys.orderSize(elliptic);
        };
    }

    private Signature signature() throws GeneralSecurityException {
        var digest = hash().algorithm().replace("-", "");
        return switch (this) {
            case Pkcs1 _ -> Signature.getInstance(digest + "withRSA");
            case Ecdsa _ -> Signature.getInstance(digest + "withECDSAinP1363Format");
            case Pss(var hash, var saltSize) -> {
                var pss = Signature.getInstance("RSASSA-PSS");
                var mask = new MGF1ParameterSpec(hash.algorithm());
                pss.setParameter(new PSSParameterSpec(
                        hash.algorithm(), "MGF1", mask, saltSize, PSSParameterSpec.TRAILER_FIELD_BC));
                yield pss;
            }
        };
    }
}
