package coco.evidence;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** A hash function that evidence uses (FIPS 180-4). SHA-1 occurs in old event logs alone and is never trusted. */
public enum Hash {
    SHA_1("SHA-1", 20),
    SHA_256("SHA-256", 32),
    SHA_384("SHA-384", 48),
    SHA_512("SHA-512", 64);

    private final String algorithm;
    private final int size;

    Hash(String algorithm, int size) {
        this.algorithm = algorithm;
        this.size = size;
    }

    /** The name by which the JDK knows it. */
    public String algorithm() {
        return algorithm;
    }

    /** Bytes of a digest. */
    public int size() {
        return size;
    }

    MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has " + algorithm, e);
        }
    }
}
