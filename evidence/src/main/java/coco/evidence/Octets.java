package coco.evidence;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * An immutable byte string. Two are compared in a time that depends on their sizes alone, since bindings to keys and
 * nonces are compared with {@link #equals}.
 */
public final class Octets {
    public static final Octets EMPTY = new Octets(new byte[0]);

    private final byte[] array;

    private Octets(byte[] array) {
        this.array = array;
    }

    /** A copy of {@code array}. */
    public static Octets of(byte... array) {
        return new Octets(array.clone());
    }

    /** @throws IllegalArgumentException where {@code hex} is not an even number of hex digits */
    public static Octets ofHex(String hex) {
        return new Octets(HexFormat.of().parseHex(hex));
    }

    /**
     * Text of others: two hex digits of either case for each byte, and nothing between them.
     *
     * @throws MalformedException where it is anything else
     */
    public static Octets parseHex(String text) throws MalformedException {
        if (text.length() % 2 == 0 && text.chars().allMatch(HexFormat::isHexDigit)) return ofHex(text);
        throw new MalformedException("not two hex digits for each byte: " + text);
    }

    public int size() {
        return array.length;
    }

    public boolean isEmpty() {
        return array.length == 0;
    }

    /** The byte at {@code index}, 0 to 255. */
    public int at(int index) {
        return array[index] & 0xff;
    }

    /** The bytes {@code from} to {@code to}, exclusive. */
    public Octets slice(int from, int to) {
        if (from < 0 || to < from || to > array.length) {
            throw new IndexOutOfBoundsException(from + " to " + to + " of " + array.length + " bytes");
        }
        return new Octets(Arrays.copyOfRange(array, from, to));
    }

    public Octets concat(Octets tail) {
        var joined = Arrays.copyOf(array, array.length + tail.array.length);
        System.arraycopy(tail.array, 0, joined, array.length, tail.array.length);
        return new Octets(joined);
    }

    /** The same bytes from last to first. */
    public Octets reversed() {
        var reversed = new byte[array.length];
        for (var i = 0; i < array.length; i++) reversed[i] = array[array.length - 1 - i];
        return new Octets(reversed);
    }

    public boolean startsWith(Octets prefix) {
        return array.length >= prefix.array.length
                && slice(0, prefix.array.length).equals(prefix);
    }

    /** Whether every byte is zero, as it is of none. */
    public boolean isZero() {
        var all = 0;
        for (var b : array) all |= b;
        return all == 0;
    }

    /** The hash of these bytes. */
    public Octets hash(Hash algorithm) {
        return new Octets(algorithm.newDigest().digest(array));
    }

    public byte[] toArray() {
        return array.clone();
    }

    /** Lower-case hex digits. */
    public String toHex() {
        return HexFormat.of().formatHex(array);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Octets octets && MessageDigest.isEqual(array, octets.array);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(array);
    }

    @Override
    public String toString() {
        return toHex();
    }
}
