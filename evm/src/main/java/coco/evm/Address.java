package coco.evm;

import java.util.Arrays;
import java.util.HexFormat;

/** An account's address: 20 bytes, ordered as unsigned bytes. */
public final class Address implements Comparable<Address> {
    public static final int SIZE = 20;
    public static final Address ZERO = new Address(new byte[SIZE]);

    private final byte[] array;
    private final int hash;

    private Address(byte[] array) {
        this.array = array;
        this.hash = Arrays.hashCode(array);
    }

    /** @throws IllegalArgumentException unless there are exactly 20 bytes */
    public static Address of(byte[] array) {
        if (array.length != SIZE) throw new IllegalArgumentException("an address has 20 bytes, not " + array.length);
        return new Address(array.clone());
    }

    /** The 20 bytes of {@code array} from {@code offset} on, copied. */
    public static Address of(byte[] array, int offset) {
        return new Address(Arrays.copyOfRange(array, offset, offset + SIZE));
    }

    /**
     * Reads 40 hex digits, with or without {@code 0x}; no checksum is asked for.
     *
     * @throws IllegalArgumentException for anything else
     */
    public static Address ofHex(String hex) {
        return of(HexFormat.of().parseHex(hex.startsWith("0x") ? hex.substring(2) : hex));
    }

    /** The address whose last eight bytes are {@code number}, such as a precompile's. */
    public static Address ofNumber(long number) {
        var array = new byte[SIZE];
        for (var i = SIZE - 1; number != 0; i--, number >>>= 8) array[i] = (byte) number;
        return new Address(array);
    }

    public byte[] toArray() {
        return array.clone();
    }

    /** The array inside; the caller only reads it. */
    public byte[] unsafeArray() {
        return array;
    }

    @Override
    public int compareTo(Address other) {
        return Arrays.compareUnsigned(array, other.array);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Address address && Arrays.equals(array, address.array);
    }

    @Override
    public int hashCode() {
        return hash;
    }

    /** {@code 0x} and 40 lower-case hex digits. */
    @Override
    public String toString() {
        return "0x" + HexFormat.of().formatHex(array);
    }
}
