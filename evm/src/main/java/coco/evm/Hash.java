package coco.evm;

import java.util.Arrays;
import java.util.HexFormat;

/** A 32-byte hash: of a block, a transaction, a code, a trie node. */
public final class Hash implements Comparable<Hash> {
    public static final int SIZE = 32;
    public static final Hash ZERO = new Hash(new byte[SIZE]);

    private final byte[] array;

    private Hash(byte[] array) {
        this.array = array;
    }

    /** @throws IllegalArgumentException unless there are exactly 32 bytes */
    public static Hash of(byte[] array) {
        if (array.length != SIZE) throw new IllegalArgumentException("a hash has 32 bytes, not " + array.length);
        return new Hash(array.clone());
    }

    /** Takes the array as it is; the caller gives it up. */
    public static Hash unsafeWrap(byte[] array) {
        if (array.length != SIZE) throw new IllegalArgumentException("a hash has 32 bytes, not " + array.length);
        return new Hash(array);
    }

    /** Reads 64 hex digits, with or without {@code 0x}. */
    public static Hash ofHex(String hex) {
        return unsafeWrap(HexFormat.of().parseHex(hex.startsWith("0x") ? hex.substring(2) : hex));
    }

    public byte[] toArray() {
        return array.clone();
    }

    /** The array inside; the caller only reads it. */
    public byte[] unsafeArray() {
        return array;
    }

    @Override
    public int compareTo(Hash other) {
        return Arrays.compareUnsigned(array, other.array);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Hash hash && Arrays.equals(array, hash.array);
    }

    @Override
    public int hashCode() {
        return (array[0] & 0xff) << 24 | (array[1] & 0xff) << 16 | (array[2] & 0xff) << 8 | (array[3] & 0xff);
    }

    /** {@code 0x} and 64 lower-case hex digits. */
    @Override
    public String toString() {
        return "0x" + HexFormat.of().formatHex(array);
    }
}
