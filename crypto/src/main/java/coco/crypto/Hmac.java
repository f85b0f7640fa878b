package coco.crypto;

import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** HMAC-SHA-256 (RFC 2104). */
public final class Hmac {
    private static final String ALGORITHM = "HmacSHA256";
    private static final ThreadLocal<Mac> MAC = ThreadLocal.withInitial(Hmac::newMac);

    private Hmac() {}

    /** @param key at least one byte */
    public static Digest sha256(byte[] key, byte[] message) {
        try {
            var mac = MAC.get();
            mac.init(new SecretKeySpec(key, ALGORITHM));
            return Digest.of(mac.doFinal(message));
        } catch (GeneralSecurityException | MalformedException e) {
            throw new IllegalStateException("HMAC-SHA-256 takes every key and gives 32 bytes", e);
        }
    }

    private static Mac newMac() {
        try {
            return Mac.getInstance(ALGORITHM);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HMAC-SHA-256", e);
        }
    }
}
