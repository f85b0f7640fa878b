package coco.crypto;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * An immutable byte string, ordered as unsigned bytes; a shorter string precedes its extensions.
 *
 * <p>The array inside is never handed out to be written: {@link #toArray} copies. The two {@code unsafe} methods skip
 * the copy for hot paths; their callers promise not to write to the array afterwards.
 */
public final class Bytes implements Comparable<Bytes> {
    public static final Bytes EMPTY = new Bytes(new byte[0]);

    private final byte[] array;
    private int hash;

    private Bytes(byte[] array) {
        this.array = array;
    }

    /** A copy of {@code array}. */
    public static Bytes of(byte... array) {
        return array.length == 0 ? EMPTY : new Bytes(array.clone());
    }

    /** The bytes {@code from} to {@code to} (exclusive) of {@code array}, copied. */
    public static Bytes of(byte[] array, int from, int to) {
        return new Bytes(Arrays.copyOfRange(array, from, to));
    }

    /** Takes the array as it is; the caller gives it up. */
    public static Bytes unsafeWrap(byte[] array) {
        return new Bytes(array);
    }

    public static Bytes ofUtf8(String text) {
        return new Bytes(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Eight bytes, big endian, so that the order of the keys is the order of non-negative numbers. */
    public static Bytes ofLong(long value) {
        var array = new byte[8];
        for (var i = 7; i >= 0; i--, value >>>= 8) array[i] = (byte) value;
        return new Bytes(array);
    }

    /** @throws IllegalArgumentException where {@code hex} is not an even number of hex digits */
    public static Bytes ofHex(String hex) {
        return new Bytes(HexFormat.of().parseHex(hex));
    }

    public int size() {
        return array.length;
    }

    public boolean isEmpty() {
        return array.length == 0;
    }

    public byte at(int index) {
        return array[index];
    }

    public byte[] toArray() {
        return array.clone();
    }

    /** The array inside; the caller only reads it. */
    public byte[] unsafeArray() {
        return array;
    }

    public Bytes slice(int from, int to) {
        return new Bytes(Arrays.copyOfRange(array, from, to));
    }

    public Bytes concat(Bytes tail) {
        var joined = Arrays.copyOf(array, array.length + tail.array.length);
        System.arraycopy(tail.array, 0, joined, array.length, tail.array.length);
        return new Bytes(joined);
    }

    public boolean startsWith(Bytes prefix) {
        return array.length >= prefix.array.length
                && Arrays.equals(array, 0, prefix.array.length, prefix.array, 0, prefix.array.length);
    }

    public String toHex() {
        return HexFormat.of().formatHex(array);
    }

    public String toUtf8() {
        return new String(array, StandardCharsets.UTF_8);
    }

    @Override
    public int compareTo(Bytes other) {
        return Arrays.compareUnsigned(array, other.array);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Bytes bytes && Arrays.equals(array, bytes.array);
    }

    @Override
    public int hashCode() {
        if (hash == 0) hash = Arrays.hashCode(array);
        return hash;
    }

    /** Hex; secrets are never {@code Bytes}. */
    @Override
    public String toString() {
        return toHex();
    }
}
