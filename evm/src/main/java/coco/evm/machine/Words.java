package coco.evm.machine;

import static java.lang.Long.compareUnsigned;
import static java.lang.Math.unsignedMultiplyHigh;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Operations on words of the stack, named by the position of their lowest limb. Operations of two words take the popped
 * one first and leave the result in the place of the second.
 */
final class Words {
    static final VarHandle BIG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private Words() {}

    static void set(long[] s, int at, long value) {
        s[at] = value;
        s[at + 1] = 0;
        s[at + 2] = 0;
        s[at + 3] = 0;
    }

    static boolean isZero(long[] s, int at) {
        return (s[at] | s[at + 1] | s[at + 2] | s[at + 3]) == 0;
    }

    static boolean areEqual(long[] s, int a, long[] t, int b) {
        return ((s[a] ^ t[b]) | (s[a + 1] ^ t[b + 1]) | (s[a + 2] ^ t[b + 2]) | (s[a + 3] ^ t[b + 3])) == 0;
    }

    /** The word as a number, where it is below 2^63; the greatest long otherwise. */
    static long saturated(long[] s, int at) {
        return (s[at + 1] | s[at + 2] | s[at + 3]) == 0 && s[at] >= 0 ? s[at] : Long.MAX_VALUE;
    }

    static void store(long[] s, int at, byte[] bytes, int offset) {
        BIG.set(bytes, offset, s[at + 3]);
        BIG.set(bytes, offset + 8, s[at + 2]);
        BIG.set(bytes, offset + 16, s[at + 1]);
        BIG.set(bytes, offset + 24, s[at]);
    }

    static void load(long[] s, int at, byte[] bytes, int offset) {
        s[at + 3] = (long) BIG.get(bytes, offset);
        s[at + 2] = (long) BIG.get(bytes, offset + 8);
        s[at + 1] = (long) BIG.get(bytes, offset + 16);
        s[at] = (long) BIG.get(bytes, offset + 24);
    }

    /** Reads 32 bytes of which those beyond the end of the array are zero. */
    static void loadPadded(long[] s, int at, byte[] bytes, int offset) {
        if (offset <= bytes.length - 32) {
            load(s, at, bytes, offset);
            return;
        }
        for (var limb = 3; limb >= 0; limb--) {
            var value = 0L;
            for (var i = 0; i < 8; i++) {
                var from = offset + 8 * (3 - limb) + i;
                value = value << 8 | (from < bytes.length ? bytes[from] & 0xff : 0);
            }
            s[at + limb] = value;
        }
    }

    /** Reads an immediate of {@code size} bytes; at least seven bytes must follow it in the array. */
    static void push(long[] s, int at, byte[] code, int offset, int size) {
        var partial = size & 7;
        var limb = size >> 3;
        set(s, at, 0);
        if (partial != 0) s[at + limb] = (long) BIG.get(code, offset) >>> 64 - 8 * partial;
        for (var from = offset + partial; limb > 0; from += 8) s[at + --limb] = (long) BIG.get(code, from);
    }

    static boolean less(long[] s, int a, int b) {
        for (var i = 3; i > 0; i--) if (s[a + i] != s[b + i]) return compareUnsigned(s[a + i], s[b + i]) < 0;
        return compareUnsigned(s[a], s[b]) < 0;
    }

    /** 1 where a is less than b, else 0: the borrow of their difference, without a branch. */
    static long below(long[] s, int a, long[] t, int b) {
        var borrow = borrow(s[a], t[b], 0);
        borrow = borrow(s[a + 1], t[b + 1], borrow);
        borrow = borrow(s[a + 2], t[b + 2], borrow);
        return borrow(s[a + 3], t[b + 3], borrow);
    }

    /** As {@link #below}, of numbers with a sign. */
    static long belowSigned(long[] s, int a, long[] t, int b) {
        var borrow = borrow(s[a], t[b], 0);
        borrow = borrow(s[a + 1], t[b + 1], borrow);
        borrow = borrow(s[a + 2], t[b + 2], borrow);
        // The sign bits change roles: of two that differ, the one that is set is the smaller number's.
        return borrow(s[a + 3] ^ Long.MIN_VALUE, t[b + 3] ^ Long.MIN_VALUE, borrow);
    }

    private static long borrow(long a, long b, long before) {
        return ((~a & b) | (~(a ^ b) & (a - b - before))) >>> 63;
    }

    static void negate(long[] s, int at) {
        var carry = 1L;
        for (var i = 0; i < 4; i++) {
            s[at + i] = ~s[at + i] + carry;
            if (s[at + i] != 0) carry = 0;
        }
    }

    private static long carry(long sum, long addend) {
        return compareUnsigned(sum, addend) < 0 ? 1 : 0;
    }

    static void multiply(long[] s, int x, int y) {
        multiply(s, x, s, y, y);
    }

    static void multiply(long[] a, int x, long[] s, int y, int z) {
        long a0 = a[x], a1 = a[x + 1], a2 = a[x + 2], a3 = a[x + 3];
        long b0 = s[y], b1 = s[y + 1], b2 = s[y + 2], b3 = s[y + 3];
        var r0 = a0 * b0;
        var c = unsignedMultiplyHigh(a0, b0);
        if ((a1 | a2 | a3 | b1 | b2 | b3) == 0) {
            s[z] = r0;
            s[z + 1] = c;
            s[z + 2] = 0;
            s[z + 3] = 0;
            return;
        }
        var low = a0 * b1;
        var r1 = low + c;
        c = unsignedMultiplyHigh(a0, b1) + carry(r1, low);
        low = a0 * b2;
        var r2 = low + c;
        c = unsignedMultiplyHigh(a0, b2) + carry(r2, low);
        var r3 = a0 * b3 + c;

        low = a1 * b0;
        r1 += low;
        c = unsignedMultiplyHigh(a1, b0) + carry(r1, low);
        low = a1 * b1;
        var sum = low + c;
        c = unsignedMultiplyHigh(a1, b1) + carry(sum, low);
        r2 += sum;
        c += carry(r2, sum);
        r3 += a1 * b2 + c;

        low = a2 * b0;
        r2 += low;
        c = unsignedMultiplyHigh(a2, b0) + carry(r2, low);
        r3 += a2 * b1 + a3 * b0 + c;
        s[z] = r0;
        s[z + 1] = r1;
        s[z + 2] = r2;
        s[z + 3] = r3;
    }

    static void shiftLeft(long[] s, int x, int y) {
        shiftLeft(s, x, s, y, y);
    }

    static void shiftLeft(long[] a, int x, long[] s, int y, int z) {
        if (isBeyond(a, x)) {
            set(s, z, 0);
            return;
        }
        int n = (int) a[x], skip = n >> 6;
        long a0 = s[y], a1 = s[y + 1], a2 = s[y + 2], a3 = s[y + 3];
        if (skip >= 2) {
            a3 = a1;
            a2 = a0;
            a1 = 0;
            a0 = 0;
        }
        if ((skip & 1) != 0) {
            a3 = a2;
            a2 = a1;
            a1 = a0;
            a0 = 0;
        }
        // By one and then by the rest: a shift by 64 would be one by 0.
        s[z] = a0 << n;
        s[z + 1] = a1 << n | a0 >>> 1 >>> ~n;
        s[z + 2] = a2 << n | a1 >>> 1 >>> ~n;
        s[z + 3] = a3 << n | a2 >>> 1 >>> ~n;
    }

    static void shiftRight(long[] s, int x, int y) {
        shiftRight(s, x, s, y, y);
    }

    static void shiftRight(long[] a, int x, long[] s, int y, int z) {
        if (isBeyond(a, x)) set(s, z, 0);
        else shiftRight(s, y, z, (int) a[x], 0);
    }

    static void shiftRightSigned(long[] s, int x, int y) {
        shiftRightSigned(s, x, s, y, y);
    }

    static void shiftRightSigned(long[] a, int x, long[] s, int y, int z) {
        var fill = s[y + 3] >> 63;
        if (isBeyond(a, x)) s[z] = s[z + 1] = s[z + 2] = s[z + 3] = fill;
        else shiftRight(s, y, z, (int) a[x], fill);
    }

    /** Whether it shifts everything out. */
    private static boolean isBeyond(long[] a, int x) {
        return (a[x] & ~0xff | a[x + 1] | a[x + 2] | a[x + 3]) != 0;
    }

    private static void shiftRight(long[] s, int y, int z, int n, long fill) {
        var skip = n >> 6;
        long a0 = s[y], a1 = s[y + 1], a2 = s[y + 2], a3 = s[y + 3];
        if (skip >= 2) {
            a0 = a2;
            a1 = a3;
            a2 = fill;
            a3 = fill;
        }
        if ((skip & 1) != 0) {
            a0 = a1;
            a1 = a2;
            a2 = a3;
            a3 = fill;
        }
        s[z] = a0 >>> n | a1 << 1 << ~n;
        s[z + 1] = a1 >>> n | a2 << 1 << ~n;
        s[z + 2] = a2 >>> n | a3 << 1 << ~n;
        s[z + 3] = a3 >>> n | fill << 1 << ~n;
    }

    static void byteAt(long[] s, int x, int y) {
        var index = saturated(s, x);
        set(s, y, index > 31 ? 0 : s[y + 3 - (int) (index >> 3)] >>> 56 - 8 * (index & 7) & 0xff);
    }

    static void signExtend(long[] s, int x, int y) {
        var index = saturated(s, x);
        if (index >= 31) return;
        var limb = (int) (index >> 3);
        var shift = 56 - 8 * (int) (index & 7);
        s[y + limb] = s[y + limb] << shift >> shift;
        var fill = s[y + limb] >> 63;
        for (var i = limb + 1; i < 4; i++) s[y + i] = fill;
    }

    static int bitLength(long[] s, int at) {
        for (var i = 3; i >= 0; i--) if (s[at + i] != 0) return 64 * i + 64 - Long.numberOfLeadingZeros(s[at + i]);
        return 0;
    }

    static int byteLength(long[] s, int at) {
        return (bitLength(s, at) + 7) >> 3;
    }
}
