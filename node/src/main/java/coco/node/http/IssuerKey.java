package coco.node.http;

import coco.crypto.Bytes;
import coco.crypto.Curve;
import coco.crypto.Digest;
import coco.crypto.MalformedException;
import coco.crypto.VerifyingKey;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.X509EncodedKeySpec;
import org.jspecify.annotations.Nullable;

/** A key that signs bearer tokens. The algorithm follows from the key; the token has no say in that. */
sealed interface IssuerKey {
    int RSA_BITS_MIN = 2_048;

    /** SHA-256 of the SubjectPublicKeyInfo. */
    Digest id();

    /** As the header {@code alg} has it (RFC 7518, RFC 8037). */
    String algorithm();

    boolean verifies(byte[] signed, byte[] signature);

    default boolean signed(Jwt token) {
        return token.algorithm().equals(algorithm())
                && verifies(token.signed().unsafeArray(), token.signature().unsafeArray());
    }

    /** ES256: on P-256; a signature is r and s. */
    record Ecdsa(VerifyingKey key) implements IssuerKey {
        @Override
        public Digest id() {
            return key.id();
        }

        @Override
        public String algorithm() {
            return "ES256";
        }

        @Override
        public boolean verifies(byte[] signed, byte[] signature) {
            return key.verifyMessage(signed, signature);
        }
    }

    /** RS256, or EdDSA with Ed25519, both of the platform. */
    record Platform(Digest id, String algorithm, String javaAlgorithm, PublicKey key) implements IssuerKey {
        @Override
        public boolean verifies(byte[] signed, byte[] signature) {
            try {
                var verifier = Signature.getInstance(javaAlgorithm);
                verifier.initVerify(key);
                verifier.update(signed);
                return verifier.verify(signature);
            } catch (SignatureException | InvalidKeyException _) {
                // A signature of the wrong form is not this key's.
                return false;
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("every Java platform has " + javaAlgorithm, e);
            }
        }
    }

    /** Null where the bytes are no key of RS256 (2048 bits at least), ES256 or EdDSA with Ed25519. */
    static @Nullable IssuerKey ofSpki(Bytes spki) {
        try {
            var key = VerifyingKey.ofSpki(spki);
            return key.curve() == Curve.P256 ? new Ecdsa(key) : null;
        } catch (MalformedException _) {
            // Not on one of the curves; the platform may know it.
            return ofPlatform(spki);
        }
    }

    private static @Nullable IssuerKey ofPlatform(Bytes spki) {
        var id = Digest.sha256(spki);
        if (read("RSA", spki) instanceof RSAPublicKey rsa)
            return rsa.getModulus().bitLength() < RSA_BITS_MIN ? null : new Platform(id, "RS256", "SHA256withRSA", rsa);
        return read("Ed25519", spki) instanceof EdECPublicKey ed ? new Platform(id, "EdDSA", "Ed25519", ed) : null;
    }

    private static @Nullable PublicKey read(String kind, Bytes spki) {
        try {
            return KeyFactory.getInstance(kind).generatePublic(new X509EncodedKeySpec(spki.unsafeArray()));
        } catch (InvalidKeySpecException _) {
            // Of another kind: the question was only whether it is of this one.
            return null;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform reads keys of " + kind, e);
        }
    }
}
