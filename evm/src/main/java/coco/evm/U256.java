package coco.evm;

import java.math.BigInteger;

/**
 * An unsigned number of 256 bits as a value: balances, prices, storage words. Limb 0 is the least significant.
 *
 * <p>The interpreter does not compute with these: it works on limbs in a flat array.
 */
public record U256(long limb3, long limb2, long limb1, long limb0) implements Comparable<U256> {
    public static final U256 ZERO = new U256(0, 0, 0, 0);
    public static final U256 ONE = new U256(0, 0, 0, 1);
    public static final U256 MAX = new U256(-1, -1, -1, -1);

    /** An unsigned 64-bit number. */
    public static U256 of(long unsigned) {
        return unsigned == 0 ? ZERO : new U256(0, 0, 0, unsigned);
    }

    /** @throws ArithmeticException where the number is negative or has more than 256 bits */
    public static U256 of(BigInteger value) {
        if (value.signum() < 0 || value.bitLength() > 256)
            throw new ArithmeticException("not an unsigned 256-bit number");
        return new U256(
                value.shiftRight(192).longValue(),
                value.shiftRight(128).longValue(),
                value.shiftRight(64).longValue(),
                value.longValue());
    }

    /** Reads at most 32 big-endian bytes. */
    public static U256 ofBytes(byte[] bigEndian) {
        if (bigEndian.length > 32) throw new ArithmeticException("more than 32 bytes");
        long w3 = 0, w2 = 0, w1 = 0, w0 = 0;
        for (var b : bigEndian) {
            w3 = w3 << 8 | w2 >>> 56;
            w2 = w2 << 8 | w1 >>> 56;
            w1 = w1 << 8 | w0 >>> 56;
            w0 = w0 << 8 | (b & 0xff);
        }
        return new U256(w3, w2, w1, w0);
    }

    /** Reads hex digits, with or without {@code 0x}. */
    public static U256 ofHex(String hex) {
        var digits = hex.startsWith("0x") ? hex.substring(2) : hex;
        return digits.isEmpty() ? ZERO : of(new BigInteger(digits, 16));
    }

    public boolean isZero() {
        return (limb3 | limb2 | limb1 | limb0) == 0;
    }

    /** Whether the number is below 2^63. */
    public boolean fitsLong() {
        return (limb3 | limb2 | limb1) == 0 && limb0 >= 0;
    }

    /** The sum modulo 2^256. */
    public U256 plus(U256 other) {
        var w0 = limb0 + other.limb0;
        var carry = Long.compareUnsigned(w0, limb0) < 0 ? 1L : 0L;
        var s1 = limb1 + other.limb1;
        var w1 = s1 + carry;
        carry = (Long.compareUnsigned(s1, limb1) < 0 ? 1L : 0L) | (Long.compareUnsigned(w1, s1) < 0 ? 1L : 0L);
        var s2 = limb2 + other.limb2;
        var w2 = s2 + carry;
        carry = (Long.compareUnsigned(s2, limb2) < 0 ? 1L : 0L) | (Long.compareUnsigned(w2, s2) < 0 ? 1L : 0L);
        return new U256(limb3 + other.limb3 + carry, w2, w1, w0);
    }

    /** The difference modulo 2^256. */
    public U256 minus(U256 other) {
        return plus(new U256(~other.limb3, ~other.limb2, ~other.limb1, ~other.limb0))
                .plus(ONE);
    }

    public BigInteger toBigInteger() {
        return new BigInteger(1, toBytes());
    }

    /** 32 big-endian bytes. */
    public byte[] toBytes() {
        var bytes = new byte[32];
        for (var i = 0; i < 8; i++) {
            bytes[i] = (byte) (limb3 >>> 56 - 8 * i);
            bytes[8 + i] = (byte) (limb2 >>> 56 - 8 * i);
            bytes[16 + i] = (byte) (limb1 >>> 56 - 8 * i);
            bytes[24 + i] = (byte) (limb0 >>> 56 - 8 * i);
        }
        return bytes;
    }

    /** {@code 0x} and hex digits without leading zeros: the quantity form of JSON-RPC. */
    public String toHex() {
        return "0x" + toBigInteger().toString(16);
    }

    @Override
    public int compareTo(U256 other) {
        if (limb3 != other.limb3) return Long.compareUnsigned(limb3, other.limb3);
        if (limb2 != other.limb2) return Long.compareUnsigned(limb2, other.limb2);
        if (limb1 != other.limb1) return Long.compareUnsigned(limb1, other.limb1);
        return Long.compareUnsigned(limb0, other.limb0);
    }

    @Override
    public String toString() {
        return toBigInteger().toString();
    }
}
