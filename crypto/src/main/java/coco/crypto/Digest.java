package coco.crypto;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/** A SHA-256 digest: 32 bytes (FIPS 180-4). */
public final class Digest implements Comparable<Digest> {
    public static final int SIZE = 32;
    public static final Digest ZERO = new Digest(new byte[SIZE]);

    private static final ThreadLocal<MessageDigest> SHA_256 = ThreadLocal.withInitial(Digest::newSha256);

    private final byte[] array;

    private Digest(byte[] array) {
        this.array = array;
    }

    /** SHA-256 of the parts, one after the other. */
    public static Digest sha256(byte[]... parts) {
        var sha256 = SHA_256.get();
        for (var part : parts) sha256.update(part);
        return new Digest(sha256.digest());
    }

    public static Digest sha256(Bytes bytes) {
        return sha256(bytes.unsafeArray());
    }

    /** SHA-256 of {@code left} followed by {@code right}: an inner node of the ledger's Merkle tree. */
    public static Digest sha256(Digest left, Digest right) {
        return sha256(left.array, right.array);
    }

    /** @throws MalformedException unless there are exactly 32 bytes */
    public static Digest of(byte[] array) throws MalformedException {
        if (array.length != SIZE) throw new MalformedException("a digest has 32 bytes, not " + array.length);
        return new Digest(array.clone());
    }

    /** @throws MalformedException unless {@code hex} is 64 hex digits */
    public static Digest ofHex(String hex) throws MalformedException {
        try {
            return of(HexFormat.of().parseHex(hex));
        } catch (IllegalArgumentException e) {
            throw new MalformedException("a digest is 64 hex digits", e);
        }
    }

    /** A new SHA-256, for callers who feed it piece by piece. */
    public static MessageDigest newSha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    public byte[] toArray() {
        return array.clone();
    }

    /** The array inside; the caller only reads it. */
    public byte[] unsafeArray() {
        return array;
    }

    public Bytes toBytes() {
        return Bytes.unsafeWrap(array);
    }

    public String toHex() {
        return HexFormat.of().formatHex(array);
    }

    @Override
    public int compareTo(Digest other) {
        return Arrays.compareUnsigned(array, other.array);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Digest digest && Arrays.equals(array, digest.array);
    }

    @Override
    public int hashCode() {
        return (array[0] & 0xff) << 24 | (array[1] & 0xff) << 16 | (array[2] & 0xff) << 8 | array[3] & 0xff;
    }

    @Override
    public String toString() {
        return toHex();
    }
}
