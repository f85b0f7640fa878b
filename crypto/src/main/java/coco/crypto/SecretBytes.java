package coco.crypto;

import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.function.Function;

/**
 * Secret bytes: not printed, compared in constant time, erased when closed.
 *
 * <p>{@link #reveal} is the one way to the content, so that every use can be found. The owner closes it.
 */
public final class SecretBytes implements AutoCloseable {
    private final byte[] bytes;
    private volatile boolean closed;

    private SecretBytes(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Takes the array as it is; the caller gives it up. */
    public static SecretBytes wrap(byte[] bytes) {
        return new SecretBytes(bytes);
    }

    public static SecretBytes random(int size, SecureRandom random) {
        var bytes = new byte[size];
        random.nextBytes(bytes);
        return new SecretBytes(bytes);
    }

    /**
     * What {@code use} makes of the content. It must not keep the array.
     *
     * @throws IllegalStateException once closed
     */
    public <T> T reveal(Function<byte[], T> use) {
        if (closed) throw new IllegalStateException("the secret is closed");
        return use.apply(bytes);
    }

    public int size() {
        return bytes.length;
    }

    @Override
    public void close() {
        closed = true;
        Arrays.fill(bytes, (byte) 0);
    }

    /** In time that depends on the sizes alone. */
    @Override
    public boolean equals(Object other) {
        return other instanceof SecretBytes secret
                && !closed
                && !secret.closed
                && MessageDigest.isEqual(bytes, secret.bytes);
    }

    /** The size only, so that the hash tells nothing. */
    @Override
    public int hashCode() {
        return bytes.length;
    }

    @Override
    public String toString() {
        return "SecretBytes(hidden)";
    }
}
