package coco.evm.machine;

import static java.lang.Math.unsignedMultiplyHigh;

import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * Products modulo a number of 214 to 256 bits that comes again and again, as a curve's does: no division, and no carry from limb
 * to limb until the end. Words are read as five limbs of 52 bits, so that a column of half products fits a long.
 *
 * <p>The product's upper five limbs are folded into the lower five: each stands for so many times 2^(52 i) mod m, which was
 * computed before. What is left is less than 2^60 times m, and one quotient digit, right or one too small, ends it.
 */
final class Modulus {
    /** Bits of the smallest modulus: with fewer, a quotient's digit would not be seen in the two highest limbs alone. */
    private static final int BITS_LEAST = 214;

    private static final int WIDTH = 52;
    private static final int LIMBS = 5;
    private static final long MASK = (1L << WIDTH) - 1;

    /** One factor is shifted by so much: then what the product has above 52 bits is its high half. */
    private static final int LEFT = Long.SIZE - WIDTH;

    /** How far below the modulus' highest bit the digit's window into the dividend begins. */
    private static final int WINDOW = 3;

    private final long word0, word1, word2, word3;
    private final long m0, m1, m2, m3, m4;

    /** 2^(260 + 52 i) mod m, limb by limb, and the same limbs shifted left. */
    private final long[] fold = new long[LIMBS * LIMBS];

    private final long[] foldLeft = new long[LIMBS * LIMBS];

    /** Where the window begins in the fifth limb. */
    private final int window;

    /** The highest 64 bits of the quotient of a power of two by m. */
    private final long inverse;

    private Modulus(long[] s, int at, BigInteger number) {
        word0 = s[at];
        word1 = s[at + 1];
        word2 = s[at + 2];
        word3 = s[at + 3];
        m0 = limb(number, 0);
        m1 = limb(number, 1);
        m2 = limb(number, 2);
        m3 = limb(number, 3);
        m4 = limb(number, 4);
        for (var i = 0; i < LIMBS; i++) {
            var power = BigInteger.ONE.shiftLeft(WIDTH * (LIMBS + i)).mod(number);
            for (var j = 0; j < LIMBS; j++) {
                fold[LIMBS * i + j] = limb(power, j);
                foldLeft[LIMBS * i + j] = limb(power, j) << LEFT;
            }
        }
        var bits = number.bitLength();
        window = bits - WINDOW - WIDTH * (LIMBS - 1);
        var power = BigInteger.ONE.shiftLeft(bits + Long.SIZE - 1);
        inverse = power.subtract(BigInteger.ONE).divide(number).longValue();
    }

    /** Null where s[at] is too small. */
    static @Nullable Modulus of(long[] s, int at) {
        if (s[at + 3] >>> BITS_LEAST - 1 - 3 * 64 == 0) return null;
        var bytes = new byte[32];
        for (var i = 0; i < bytes.length; i++) bytes[31 - i] = (byte) (s[at + i / 8] >>> 8 * (i % 8));
        return new Modulus(s, at, new BigInteger(1, bytes));
    }

    private static long limb(BigInteger number, int i) {
        return number.shiftRight(WIDTH * i).longValue() & MASK;
    }

    /** Whether it is the modulus s[at]. */
    boolean is(long[] s, int at) {
        return ((s[at] ^ word0) | (s[at + 1] ^ word1) | (s[at + 2] ^ word2) | (s[at + 3] ^ word3)) == 0;
    }

    /** s[to] = s[x] * s[y] mod m. */
    void multiply(long[] s, int x, int y, int to) {
        long w0 = s[x], w1 = s[x + 1], w2 = s[x + 2], w3 = s[x + 3];
        var x0 = w0 & MASK;
        var x1 = (w0 >>> 52 | w1 << 12) & MASK;
        var x2 = (w1 >>> 40 | w2 << 24) & MASK;
        var x3 = (w2 >>> 28 | w3 << 36) & MASK;
        var x4 = w3 >>> 16;
        w0 = s[y];
        w1 = s[y + 1];
        w2 = s[y + 2];
        w3 = s[y + 3];
        var y0 = w0 & MASK;
        var y1 = (w0 >>> 52 | w1 << 12) & MASK;
        var y2 = (w1 >>> 40 | w2 << 24) & MASK;
        var y3 = (w2 >>> 28 | w3 << 36) & MASK;
        var y4 = w3 >>> 16;
        long z0 = x0 << LEFT, z1 = x1 << LEFT, z2 = x2 << LEFT, z3 = x3 << LEFT, z4 = x4 << LEFT;
        // Of each column the high halves first: the sum of the whole products less these is that of the low halves.
        var h0 = unsignedMultiplyHigh(z0, y0);
        var h1 = unsignedMultiplyHigh(z0, y1) + unsignedMultiplyHigh(z1, y0);
        var h2 = unsignedMultiplyHigh(z0, y2) + unsignedMultiplyHigh(z1, y1) + unsignedMultiplyHigh(z2, y0);
        var h3 = unsignedMultiplyHigh(z0, y3)
                + unsignedMultiplyHigh(z1, y2)
                + unsignedMultiplyHigh(z2, y1)
                + unsignedMultiplyHigh(z3, y0);
        var h4 = unsignedMultiplyHigh(z0, y4)
                + unsignedMultiplyHigh(z1, y3)
                + unsignedMultiplyHigh(z2, y2)
                + unsignedMultiplyHigh(z3, y1)
                + unsignedMultiplyHigh(z4, y0);
        var h5 = unsignedMultiplyHigh(z1, y4)
                + unsignedMultiplyHigh(z2, y3)
                + unsignedMultiplyHigh(z3, y2)
                + unsignedMultiplyHigh(z4, y1);
        var h6 = unsignedMultiplyHigh(z2, y4) + unsignedMultiplyHigh(z3, y3) + unsignedMultiplyHigh(z4, y2);
        var h7 = unsignedMultiplyHigh(z3, y4) + unsignedMultiplyHigh(z4, y3);
        var h8 = unsignedMultiplyHigh(z4, y4);
        var p5 = x1 * y4 + x2 * y3 + x3 * y2 + x4 * y1 - (h5 << WIDTH) + h4;
        var p6 = x2 * y4 + x3 * y3 + x4 * y2 - (h6 << WIDTH) + h5;
        var p7 = x3 * y4 + x4 * y3 - (h7 << WIDTH) + h6;
        var p8 = x4 * y4 - (h8 << WIDTH) + h7;
        var p9 = h8;
        var f = fold;
        var g = foldLeft;
        var k0 = unsignedMultiplyHigh(p5, g[0])
                + unsignedMultiplyHigh(p6, g[5])
                + unsignedMultiplyHigh(p7, g[10])
                + unsignedMultiplyHigh(p8, g[15])
                + unsignedMultiplyHigh(p9, g[20]);
        var k1 = unsignedMultiplyHigh(p5, g[1])
                + unsignedMultiplyHigh(p6, g[6])
                + unsignedMultiplyHigh(p7, g[11])
                + unsignedMultiplyHigh(p8, g[16])
                + unsignedMultiplyHigh(p9, g[21]);
        var k2 = unsignedMultiplyHigh(p5, g[2])
                + unsignedMultiplyHigh(p6, g[7])
                + unsignedMultiplyHigh(p7, g[12])
                + unsignedMultiplyHigh(p8, g[17])
                + unsignedMultiplyHigh(p9, g[22]);
        var k3 = unsignedMultiplyHigh(p5, g[3])
                + unsignedMultiplyHigh(p6, g[8])
                + unsignedMultiplyHigh(p7, g[13])
                + unsignedMultiplyHigh(p8, g[18])
                + unsignedMultiplyHigh(p9, g[23]);
        var k4 = unsignedMultiplyHigh(p5, g[4])
                + unsignedMultiplyHigh(p6, g[9])
                + unsignedMultiplyHigh(p7, g[14])
                + unsignedMultiplyHigh(p8, g[19])
                + unsignedMultiplyHigh(p9, g[24]);
        var t0 = x0 * y0 + p5 * f[0] + p6 * f[5] + p7 * f[10] + p8 * f[15] + p9 * f[20] - (h0 + k0 << WIDTH);
        var t1 = x0 * y1
                + x1 * y0
                + p5 * f[1]
                + p6 * f[6]
                + p7 * f[11]
                + p8 * f[16]
                + p9 * f[21]
                - (h1 + k1 << WIDTH)
                + h0
                + k0;
        var t2 = x0 * y2
                + x1 * y1
                + x2 * y0
                + p5 * f[2]
                + p6 * f[7]
                + p7 * f[12]
                + p8 * f[17]
                + p9 * f[22]
                - (h2 + k2 << WIDTH)
                + h1
                + k1;
        var t3 = x0 * y3
                + x1 * y2
                + x2 * y1
                + x3 * y0
                + p5 * f[3]
                + p6 * f[8]
                + p7 * f[13]
                + p8 * f[18]
                + p9 * f[23]
                - (h3 + k3 << WIDTH)
                + h2
                + k2;
        var t4 = x0 * y4
                + x1 * y3
                + x2 * y2
                + x3 * y1
                + x4 * y0
                + p5 * f[4]
                + p6 * f[9]
                + p7 * f[14]
                + p8 * f[19]
                + p9 * f[24]
                - (h4 + k4 << WIDTH)
                + h3
                + k3;
        var t5 = k4;
        t1 += t0 >>> WIDTH;
        t2 += t1 >>> WIDTH;
        t3 += t2 >>> WIDTH;
        t4 += t3 >>> WIDTH;
        t5 += t4 >>> WIDTH;
        var seen = (t4 & MASK) >>> window | t5 << WIDTH - window;
        var q = unsignedMultiplyHigh(seen, inverse) >>> WINDOW - 1;
        var r0 = (t0 & MASK) - (q * m0 & MASK);
        var r1 = (t1 & MASK) - (q * m1 & MASK) - unsignedMultiplyHigh(q, m0 << LEFT) + (r0 >> WIDTH);
        var r2 = (t2 & MASK) - (q * m2 & MASK) - unsignedMultiplyHigh(q, m1 << LEFT) + (r1 >> WIDTH);
        var r3 = (t3 & MASK) - (q * m3 & MASK) - unsignedMultiplyHigh(q, m2 << LEFT) + (r2 >> WIDTH);
        // What is above 260 bits cancels out.
        var r4 = ((t4 & MASK) - (q * m4 & MASK) - unsignedMultiplyHigh(q, m3 << LEFT) + (r3 >> WIDTH)) & MASK;
        r0 &= MASK;
        r1 &= MASK;
        r2 &= MASK;
        r3 &= MASK;
        // The digit may have been one too small.
        var d0 = r0 - m0;
        var d1 = r1 - m1 + (d0 >> WIDTH);
        var d2 = r2 - m2 + (d1 >> WIDTH);
        var d3 = r3 - m3 + (d2 >> WIDTH);
        var d4 = r4 - m4 + (d3 >> WIDTH);
        var keep = d4 >> 63;
        r0 = r0 & keep | d0 & MASK & ~keep;
        r1 = r1 & keep | d1 & MASK & ~keep;
        r2 = r2 & keep | d2 & MASK & ~keep;
        r3 = r3 & keep | d3 & MASK & ~keep;
        r4 = r4 & keep | d4 & ~keep;
        s[to] = r0 | r1 << 52;
        s[to + 1] = r1 >>> 12 | r2 << 40;
        s[to + 2] = r2 >>> 24 | r3 << 28;
        s[to + 3] = r3 >>> 36 | r4 << 16;
    }
}
