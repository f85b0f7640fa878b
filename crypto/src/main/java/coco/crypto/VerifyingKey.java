package coco.crypto;

import java.security.PublicKey;
import java.util.Arrays;

/** A public ECDSA key on one of the NIST curves; immutable, named by the digest of its encoding. */
public final class VerifyingKey {
    private final Curve curve;
    private final Bytes spki;
    private final Digest id;
    private final EcdsaProvider provider;
    private final PublicKey key;

    private VerifyingKey(Curve curve, Bytes spki, EcdsaProvider provider) {
        this.curve = curve;
        this.spki = spki;
        this.id = Digest.sha256(spki);
        this.provider = provider;
        this.key = provider.publicKey(spki);
    }

    /**
     * Reads a DER SubjectPublicKeyInfo (RFC 5480): named curve, uncompressed point on the curve, nothing else.
     *
     * @throws MalformedException for any other bytes
     */
    public static VerifyingKey ofSpki(Bytes spki) throws MalformedException {
        return ofSpki(spki, EcdsaProvider.current());
    }

    static VerifyingKey ofSpki(Bytes spki, EcdsaProvider provider) throws MalformedException {
        for (var curve : Curve.values()) {
            var prefix = curve.spkiPrefix();
            if (!spki.startsWith(Bytes.unsafeWrap(prefix))) continue;
            checkPoint(curve, Arrays.copyOfRange(spki.unsafeArray(), prefix.length, spki.size()));
            return new VerifyingKey(curve, spki, provider);
        }
        throw new MalformedException("the public key is not on P-256, P-384 or P-521");
    }

    /** The key at an uncompressed point (4, x, y). */
    static VerifyingKey ofPoint(Curve curve, byte[] point, EcdsaProvider provider) throws MalformedException {
        return ofSpki(Bytes.unsafeWrap(curve.spkiPrefix()).concat(Bytes.unsafeWrap(point)), provider);
    }

    static void checkPoint(Curve curve, byte[] point) throws MalformedException {
        if (point.length != curve.pointSize() || point[0] != 4)
            throw new MalformedException("the public key is not an uncompressed point");
        try {
            if (!curve.domain().getCurve().decodePoint(point).isValid())
                throw new MalformedException("the public key is not a valid point");
        } catch (IllegalArgumentException e) {
            throw new MalformedException("the public key is not on its curve", e);
        }
    }

    public Curve curve() {
        return curve;
    }

    /** The DER SubjectPublicKeyInfo. */
    public Bytes spki() {
        return spki;
    }

    /** SHA-256 of {@link #spki}; of a node's key this is the node's id. */
    public Digest id() {
        return id;
    }

    /** Whether {@code der} is this key's DER signature over {@code digest} itself; it is not hashed again. */
    public boolean verifyDigest(Digest digest, byte[] der) {
        return verifyHash(digest.unsafeArray(), der);
    }

    /** Whether {@code rawRs} (r and s, each of {@link Curve#fieldSize} bytes) signs {@code message} under the curve's own hash. */
    public boolean verifyMessage(byte[] message, byte[] rawRs) {
        try {
            var signature = EcdsaSignature.ofRaw(curve, rawRs);
            return provider.verify(key, Hashes.of(curve.hash(), message), signature.toDer());
        } catch (MalformedException _) {
            // A signature that cannot be read is not this key's: the caller asked for a verdict.
            return false;
        }
    }

    boolean verifyHash(byte[] hash, byte[] der) {
        try {
            return provider.verify(key, hash, EcdsaSignature.ofDer(curve, der).toDer());
        } catch (MalformedException _) {
            // As above.
            return false;
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof VerifyingKey key && spki.equals(key.spki);
    }

    @Override
    public int hashCode() {
        return id.hashCode();
    }

    /** The curve and the id. */
    @Override
    public String toString() {
        return curve + ":" + id;
    }
}
