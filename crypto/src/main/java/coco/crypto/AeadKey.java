package coco.crypto;

import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.SecureRandom;
import java.util.Objects;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * An AES-256-GCM key (NIST SP 800-38D): 12-byte nonce, 16-byte tag. The caller never uses a nonce twice.
 *
 * <p>Each key seals with a cipher of its own, one message after the other, since a cipher refuses the key and nonce that it
 * sealed with last; threads open with theirs. Mutable only in that {@link #close} makes it unusable; its owner closes it.
 */
public final class AeadKey implements AutoCloseable {
    public static final int SIZE = 32;
    public static final int NONCE_SIZE = 12;
    public static final int TAG_SIZE = 16;

    private static final ThreadLocal<Cipher> OPENING = ThreadLocal.withInitial(AeadKey::newCipher);

    private final SecretBytes bytes;
    private final Cipher sealing = newCipher();
    private volatile @Nullable SecretKey key;

    private AeadKey(SecretBytes bytes) {
        this.bytes = bytes;
        this.key = bytes.reveal(array -> new SecretKeySpec(array, "AES"));
    }

    /** Copies {@code secret}, which stays its owner's to close. @throws IllegalArgumentException unless it has 32 bytes */
    public static AeadKey of(SecretBytes secret) {
        if (secret.size() != SIZE) throw new IllegalArgumentException("the key has 32 bytes, not " + secret.size());
        return new AeadKey(SecretBytes.wrap(secret.reveal(byte[]::clone)));
    }

    public static AeadKey generate(SecureRandom random) {
        return new AeadKey(SecretBytes.random(SIZE, random));
    }

    /** The ciphertext, as long as {@code plain}, and the tag after it. */
    public synchronized byte[] seal(byte[] nonce, byte[] plain, byte[] context) {
        try {
            return run(sealing, Cipher.ENCRYPT_MODE, nonce, plain, context);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("sealing failed", e);
        }
    }

    /**
     * @param sealed ciphertext and tag, as {@link #seal} returns them
     * @throws AuthenticationFailedException if anything differs from what was sealed
     */
    public byte[] open(byte[] nonce, byte[] sealed, byte[] context) throws AuthenticationFailedException {
        if (sealed.length < TAG_SIZE) throw new AuthenticationFailedException("sealed bytes end in a tag of 16 bytes");
        try {
            return run(OPENING.get(), Cipher.DECRYPT_MODE, nonce, sealed, context);
        } catch (AEADBadTagException e) {
            throw new AuthenticationFailedException("the tag does not fit", e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("opening failed", e);
        }
    }

    private byte[] run(Cipher cipher, int mode, byte[] nonce, byte[] input, byte[] context)
            throws GeneralSecurityException {
        if (nonce.length != NONCE_SIZE) throw new IllegalArgumentException("the nonce has 12 bytes");
        var open = Objects.requireNonNull(key, "the key is closed");
        var parameters = new GCMParameterSpec(8 * TAG_SIZE, nonce);
        try {
            cipher.init(mode, open, parameters);
        } catch (InvalidAlgorithmParameterException e) {
            // The cipher sealed with it last; the double use is the caller's mistake.
            throw new IllegalStateException("a nonce is used twice", e);
        }
        cipher.updateAAD(context);
        return cipher.doFinal(input);
    }

    /** A copy of the key, to be sealed or wrapped. */
    public SecretBytes toSecretBytes() {
        return SecretBytes.wrap(bytes.reveal(byte[]::clone));
    }

    private static Cipher newCipher() {
        try {
            return Cipher.getInstance("AES/GCM/NoPadding");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has AES-GCM", e);
        }
    }

    @Override
    public void close() {
        key = null;
        bytes.close();
    }

    @Override
    public String toString() {
        return "AeadKey(hidden)";
    }
}
