package coco.crypto;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** One-shot hashes by their Java names, for the signature schemes that need more than SHA-256. */
final class Hashes {
    private Hashes() {}

    static byte[] of(String algorithm, byte[] message) {
        try {
            return MessageDigest.getInstance(algorithm).digest(message);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has " + algorithm, e);
        }
    }
}
