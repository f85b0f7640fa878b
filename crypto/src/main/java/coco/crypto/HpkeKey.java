package coco.crypto;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Objects;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.hpke.HPKE;
import org.jspecify.annotations.Nullable;

/**
 * A key that others encrypt to: HPKE base mode (RFC 9180) with DHKEM(P-256, HKDF-SHA256), HKDF-SHA256, AES-256-GCM.
 *
 * <p>A sealed message is the encapsulated key (65 bytes, an uncompressed point), the ciphertext, the 16-byte tag. The
 * sender is not authenticated. Mutable only in that {@link #close} makes it unusable.
 */
public final class HpkeKey implements AutoCloseable {
    public static final int PUBLIC_KEY_SIZE = 65;

    private static final int OVERHEAD = PUBLIC_KEY_SIZE + AeadKey.TAG_SIZE;

    private final Bytes publicKey;
    private volatile @Nullable AsymmetricCipherKeyPair pair;

    private HpkeKey(AsymmetricCipherKeyPair pair) {
        this.pair = pair;
        this.publicKey = Bytes.unsafeWrap(suite().serializePublicKey(pair.getPublic()));
    }

    public static HpkeKey generate(SecureRandom random) {
        try (var material = SecretBytes.random(Digest.SIZE, random)) {
            return derive(material);
        }
    }

    /** The key pair that RFC 9180 section 7.1.3 derives from {@code material} (at least 32 bytes). */
    public static HpkeKey derive(SecretBytes material) {
        return new HpkeKey(material.reveal(bytes -> suite().deriveKeyPair(bytes)));
    }

    /** The public key: 65 bytes, an uncompressed point. */
    public Bytes publicKey() {
        return publicKey;
    }

    /**
     * Encrypts to {@code publicKey}.
     *
     * @param info what the key agreement is bound to
     * @param context what the message is bound to
     * @throws MalformedException if {@code publicKey} is no point of the curve
     */
    public static Bytes seal(Bytes publicKey, byte[] info, byte[] context, byte[] plain) throws MalformedException {
        checkPublicKey(publicKey);
        try {
            var suite = suite();
            var parts =
                    suite.seal(suite.deserializePublicKey(publicKey.toArray()), info, context, plain, null, null, null);
            return Bytes.unsafeWrap(parts[1]).concat(Bytes.unsafeWrap(parts[0]));
        } catch (InvalidCipherTextException e) {
            throw new IllegalStateException("encrypting failed", e);
        }
    }

    /** @throws AuthenticationFailedException if {@code sealed} was not made for this key, info and context */
    public byte[] open(Bytes sealed, byte[] info, byte[] context) throws AuthenticationFailedException {
        var open = Objects.requireNonNull(pair, "the key is closed");
        if (sealed.size() < OVERHEAD) throw new AuthenticationFailedException("the message is too short");
        var encapsulated = sealed.slice(0, PUBLIC_KEY_SIZE);
        try {
            checkPublicKey(encapsulated);
            var cipher = Arrays.copyOfRange(sealed.unsafeArray(), PUBLIC_KEY_SIZE, sealed.size());
            return suite().open(encapsulated.toArray(), open, info, context, cipher, null, null, null);
        } catch (MalformedException | InvalidCipherTextException e) {
            throw new AuthenticationFailedException("the message is not for this key and context", e);
        }
    }

    /** @throws MalformedException unless {@code publicKey} is a point of the curve: nothing could be sealed to it */
    public static void checkPublicKey(Bytes publicKey) throws MalformedException {
        VerifyingKey.checkPoint(Curve.P256, publicKey.unsafeArray());
    }

    private static HPKE suite() {
        return new HPKE(HPKE.mode_base, HPKE.kem_P256_SHA256, HPKE.kdf_HKDF_SHA256, HPKE.aead_AES_GCM256);
    }

    @Override
    public void close() {
        pair = null;
    }

    @Override
    public String toString() {
        return "HpkeKey(hidden)";
    }
}
