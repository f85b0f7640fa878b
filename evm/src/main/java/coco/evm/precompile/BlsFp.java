package coco.evm.precompile;

import java.math.BigInteger;

/**
 * The field below BLS12-381 (EIP-2537).
 *
 * <p>An element is kept as itself times 2^385 (Montgomery form) in 7 limbs of 55 bits, lowest first, always reduced.
 * The free bits of a word take up the carries of a whole product: it goes row by row, a row adding one limb of the right
 * factor times the left one and the multiple of the modulus that clears the lowest limb, and carries run only at its end.
 */
final class BlsFp extends Fp<BlsFp> {
    private static final int WIDTH = 55;
    private static final long MASK = (1L << WIDTH) - 1;

    /** What factors are shifted by, so that the upper word of a product is what is above its lowest 55 bits. */
    private static final int LEFT = 4;

    private static final int RIGHT = 64 - WIDTH - LEFT;

    private static final long P0 = 0x7effffffffaaabL;
    private static final long P1 = 0x7ffd62a7ffff73L;
    private static final long P2 = 0x3dac3d8907aafL;
    private static final long P3 = 0x1c2895fb398695L;
    private static final long P4 = 0x3acd764774b84fL;
    private static final long P5 = 0x53496374f6c869L;
    private static final long P6 = 0x680447a8e5ff9L;

    /** -1 / modulus mod 2^55. */
    private static final long INVERSE = 0x73fffcfffcfffdL;

    static final BlsFp ZERO = new BlsFp(0, 0, 0, 0, 0, 0, 0);
    static final BlsFp ONE = new BlsFp(
            0x1300000006554fL,
            0x31ad88000a64L,
            0x36c376ed46e4f0L,
            0x68fcde5abb02f0L,
            0x22c038b256521eL,
            0x518d9e51af202cL,
            0x47aeae76ee078L);
    static final BigInteger MODULUS = ONE.modulus();

    /** 2^770 mod modulus as a plain number: a product with it brings numbers into Montgomery form. */
    private static final BlsFp SQUARE = new BlsFp(
            0x7e7cd070d107c2L,
            0x353589382790beL,
            0x3d13d3bc2fb20eL,
            0x3b5f4c1b499bc3L,
            0x6fb06d6bf8b9c6L,
            0x2eba75b55549b9L,
            0x49806f0760af0L);

    private final long l0;
    private final long l1;
    private final long l2;
    private final long l3;
    private final long l4;
    private final long l5;
    private final long l6;

    private BlsFp(long l0, long l1, long l2, long l3, long l4, long l5, long l6) {
        this.l0 = l0;
        this.l1 = l1;
        this.l2 = l2;
        this.l3 = l3;
        this.l4 = l4;
        this.l5 = l5;
        this.l6 = l6;
    }

    /** The number mod the modulus. */
    static BlsFp of(BigInteger number) {
        var limbs = limbs(number.mod(MODULUS), 7, WIDTH);
        return new BlsFp(limbs[0], limbs[1], limbs[2], limbs[3], limbs[4], limbs[5], limbs[6]).times(SQUARE);
    }

    static BlsFp of(long small) {
        return of(BigInteger.valueOf(small));
    }

    @Override
    BlsFp make(BigInteger number) {
        return of(number);
    }

    @Override
    BlsFp self() {
        return this;
    }

    @Override
    BlsFp zero() {
        return ZERO;
    }

    @Override
    BlsFp one() {
        return ONE;
    }

    @Override
    BigInteger modulus() {
        return ofLimbs(WIDTH, P0, P1, P2, P3, P4, P5, P6);
    }

    @Override
    BigInteger toBigInteger() {
        var plain = times(new BlsFp(1, 0, 0, 0, 0, 0, 0));
        return ofLimbs(WIDTH, plain.l0, plain.l1, plain.l2, plain.l3, plain.l4, plain.l5, plain.l6);
    }

    @Override
    boolean isZero() {
        return (l0 | l1 | l2 | l3 | l4 | l5 | l6) == 0;
    }

    @Override
    boolean same(BlsFp o) {
        return ((l0 ^ o.l0) | (l1 ^ o.l1) | (l2 ^ o.l2) | (l3 ^ o.l3) | (l4 ^ o.l4) | (l5 ^ o.l5) | (l6 ^ o.l6)) == 0;
    }

    @Override
    BlsFp plus(BlsFp o) {
        return reduced(l0 + o.l0, l1 + o.l1, l2 + o.l2, l3 + o.l3, l4 + o.l4, l5 + o.l5, l6 + o.l6);
    }

    @Override
    BlsFp minus(BlsFp o) {
        var d0 = l0 - o.l0;
        var d1 = l1 - o.l1 + (d0 >> WIDTH);
        var d2 = l2 - o.l2 + (d1 >> WIDTH);
        var d3 = l3 - o.l3 + (d2 >> WIDTH);
        var d4 = l4 - o.l4 + (d3 >> WIDTH);
        var d5 = l5 - o.l5 + (d4 >> WIDTH);
        var d6 = l6 - o.l6 + (d5 >> WIDTH);
        var back = d6 >> 63;
        var s0 = (d0 & MASK) + (P0 & back);
        var s1 = (d1 & MASK) + (P1 & back) + (s0 >> WIDTH);
        var s2 = (d2 & MASK) + (P2 & back) + (s1 >> WIDTH);
        var s3 = (d3 & MASK) + (P3 & back) + (s2 >> WIDTH);
        var s4 = (d4 & MASK) + (P4 & back) + (s3 >> WIDTH);
        var s5 = (d5 & MASK) + (P5 & back) + (s4 >> WIDTH);
        var s6 = d6 + (P6 & back) + (s5 >> WIDTH);
        return new BlsFp(s0 & MASK, s1 & MASK, s2 & MASK, s3 & MASK, s4 & MASK, s5 & MASK, s6 & MASK);
    }

    /** A number below twice the modulus in limbs of up to 63 bits, less the modulus where that is not negative. */
    private static BlsFp reduced(long t0, long t1, long t2, long t3, long t4, long t5, long t6) {
        var s1 = t1 + (t0 >>> WIDTH);
        var s2 = t2 + (s1 >>> WIDTH);
        var s3 = t3 + (s2 >>> WIDTH);
        var s4 = t4 + (s3 >>> WIDTH);
        var s5 = t5 + (s4 >>> WIDTH);
        var s6 = t6 + (s5 >>> WIDTH);
        var d0 = (t0 & MASK) - P0;
        var d1 = (s1 & MASK) - P1 + (d0 >> WIDTH);
        var d2 = (s2 & MASK) - P2 + (d1 >> WIDTH);
        var d3 = (s3 & MASK) - P3 + (d2 >> WIDTH);
        var d4 = (s4 & MASK) - P4 + (d3 >> WIDTH);
        var d5 = (s5 & MASK) - P5 + (d4 >> WIDTH);
        var d6 = s6 - P6 + (d5 >> WIDTH);
        var keep = d6 >> 63;
        return new BlsFp(
                ((d0 & ~keep) | (t0 & keep)) & MASK,
                ((d1 & ~keep) | (s1 & keep)) & MASK,
                ((d2 & ~keep) | (s2 & keep)) & MASK,
                ((d3 & ~keep) | (s3 & keep)) & MASK,
                ((d4 & ~keep) | (s4 & keep)) & MASK,
                ((d5 & ~keep) | (s5 & keep)) & MASK,
                ((d6 & ~keep) | (s6 & keep)) & MASK);
    }

    @Override
    BlsFp times(BlsFp o) {
        var a0 = l0 << LEFT;
        var a1 = l1 << LEFT;
        var a2 = l2 << LEFT;
        var a3 = l3 << LEFT;
        var a4 = l4 << LEFT;
        var a5 = l5 << LEFT;
        var a6 = l6 << LEFT;
        long t0 = 0, t1 = 0, t2 = 0, t3 = 0, t4 = 0, t5 = 0, t6 = 0;
        long b;
        long c;
        long m;
        long k;

        b = o.l0;
        c = b << RIGHT;
        t0 += l0 * b & MASK;
        m = t0 * INVERSE & MASK;
        k = m << RIGHT;
        t0 += m * P0 & MASK;
        t0 = t1
                + (t0 >>> WIDTH)
                + (l1 * b & MASK)
                + (m * P1 & MASK)
                + Math.multiplyHigh(a0, c)
                + Math.multiplyHigh(P0 << LEFT, k);
        t1 = t2 + (l2 * b & MASK) + (m * P2 & MASK) + Math.multiplyHigh(a1, c) + Math.multiplyHigh(P1 << LEFT, k);
        t2 = t3 + (l3 * b & MASK) + (m * P3 & MASK) + Math.multiplyHigh(a2, c) + Math.multiplyHigh(P2 << LEFT, k);
        t3 = t4 + (l4 * b & MASK) + (m * P4 & MASK) + Math.multiplyHigh(a3, c) + Math.multiplyHigh(P3 << LEFT, k);
        t4 = t5 + (l5 * b & MASK) + (m * P5 & MASK) + Math.multiplyHigh(a4, c) + Math.multiplyHigh(P4 << LEFT, k);
        t5 = t6 + (l6 * b & MASK) + (m * P6 & MASK) + Math.multiplyHigh(a5, c) + Math.multiplyHigh(P5 << LEFT, k);
        t6 = Math.multiplyHigh(a6, c) + Math.multiplyHigh(P6 << LEFT, k);

        b = o.l1;
        c = b << RIGHT;
        t0 += l0 * b & MASK;
        m = t0 * INVERSE & MASK;
        k = m << RIGHT;
        t0 += m * P0 & MASK;
        t0 = t1
                + (t0 >>> WIDTH)
                + (l1 * b & MASK)
                + (m * P1 & MASK)
                + Math.multiplyHigh(a0, c)
                + Math.multiplyHigh(P0 << LEFT, k);
        t1 = t2 + (l2 * b & MASK) + (m * P2 & MASK) + Math.multiplyHigh(a1, c) + Math.multiplyHigh(P1 << LEFT, k);
        t2 = t3 + (l3 * b & MASK) + (m * P3 & MASK) + Math.multiplyHigh(a2, c) + Math.multiplyHigh(P2 << LEFT, k);
        t3 = t4 + (l4 * b & MASK) + (m * P4 & MASK) + Math.multiplyHigh(a3, c) + Math.multiplyHigh(P3 << LEFT, k);
        t4 = t5 + (l5 * b & MASK) + (m * P5 & MASK) + Math.multiplyHigh(a4, c) + Math.multiplyHigh(P4 << LEFT, k);
        t5 = t6 + (l6 * b & MASK) + (m * P6 & MASK) + Math.multiplyHigh(a5, c) + Math.multiplyHigh(P5 << LEFT, k);
        t6 = Math.multiplyHigh(a6, c) + Math.multiplyHigh(P6 << LEFT, k);

        b = o.l2;
        c = b << RIGHT;
        t0 += l0 * b & MASK;
        m = t0 * INVERSE & MASK;
        k = m << RIGHT;
        t0 += m * P0 & MASK;
        t0 = t1
                + (t0 >>> WIDTH)
                + (l1 * b & MASK)
                + (m * P1 & MASK)
                + Math.multiplyHigh(a0, c)
                + Math.multiplyHigh(P0 << LEFT, k);
        t1 = t2 + (l2 * b & MASK) + (m * P2 & MASK) + Math.multiplyHigh(a1, c) + Math.multiplyHigh(P1 << LEFT, k);
        t2 = t3 + (l3 * b & MASK) + (m * P3 & MASK) + Math.multiplyHigh(a2, c) + Math.multiplyHigh(P2 << LEFT, k);
        t3 = t4 + (l4 * b & MASK) + (m * P4 & MASK) + Math.multiplyHigh(a3, c) + Math.multiplyHigh(P3 << LEFT, k);
        t4 = t5 + (l5 * b & MASK) + (m * P5 & MASK) + Math.multiplyHigh(a4, c) + Math.multiplyHigh(P4 << LEFT, k);
        t5 = t6 + (l6 * b & MASK) + (m * P6 & MASK) + Math.multiplyHigh(a5, c) + Math.multiplyHigh(P5 << LEFT, k);
        t6 = Math.multiplyHigh(a6, c) + Math.multiplyHigh(P6 << LEFT, k);

        b = o.l3;
        c = b << RIGHT;
        t0 += l0 * b & MASK;
        m = t0 * INVERSE & MASK;
        k = m << RIGHT;
        t0 += m * P0 & MASK;
        t0 = t1
                + (t0 >>> WIDTH)
                + (l1 * b & MASK)
                + (m * P1 & MASK)
                + Math.multiplyHigh(a0, c)
                + Math.multiplyHigh(P0 << LEFT, k);
        t1 = t2 + (l2 * b & MASK) + (m * P2 & MASK) + Math.multiplyHigh(a1, c) + Math.multiplyHigh(P1 << LEFT, k);
        t2 = t3 + (l3 * b & MASK) + (m * P3 & MASK) + Math.multiplyHigh(a2, c) + Math.multiplyHigh(P2 << LEFT, k);
        t3 = t4 + (l4 * b & MASK) + (m * P4 & MASK) + Math.multiplyHigh(a3, c) + Math.multiplyHigh(P3 << LEFT, k);
        t4 = t5 + (l5 * b & MASK) + (m * P5 & MASK) + Math.multiplyHigh(a4, c) + Math.multiplyHigh(P4 << LEFT, k);
        t5 = t6 + (l6 * b & MASK) + (m * P6 & MASK) + Math.multiplyHigh(a5, c) + Math.multiplyHigh(P5 << LEFT, k);
        t6 = Math.multiplyHigh(a6, c) + Math.multiplyHigh(P6 << LEFT, k);

        b = o.l4;
        c = b << RIGHT;
        t0 += l0 * b & MASK;
        m = t0 * INVERSE & MASK;
        k = m << RIGHT;
        t0 += m * P0 & MASK;
        t0 = t1
                + (t0 >>> WIDTH)
                + (l1 * b & MASK)
                + (m * P1 & MASK)
                + Math.multiplyHigh(a0, c)
                + Math.multiplyHigh(P0 << LEFT, k);
        t1 = t2 + (l2 * b & MASK) + (m * P2 & MASK) + Math.multiplyHigh(a1, c) + Math.multiplyHigh(P1 << LEFT, k);
        t2 = t3 + (l3 * b & MASK) + (m * P3 & MASK) + Math.multiplyHigh(a2, c) + Math.multiplyHigh(P2 << LEFT, k);
        t3 = t4 + (l4 * b & MASK) + (m * P4 & MASK) + Math.multiplyHigh(a3, c) + Math.multiplyHigh(P3 << LEFT, k);
        t4 = t5 + (l5 * b & MASK) + (m * P5 & MASK) + Math.multiplyHigh(a4, c) + Math.multiplyHigh(P4 << LEFT, k);
        t5 = t6 + (l6 * b & MASK) + (m * P6 & MASK) + Math.multiplyHigh(a5, c) + Math.multiplyHigh(P5 << LEFT, k);
        t6 = Math.multiplyHigh(a6, c) + Math.multiplyHigh(P6 << LEFT, k);

        b = o.l5;
        c = b << RIGHT;
        t0 += l0 * b & MASK;
        m = t0 * INVERSE & MASK;
        k = m << RIGHT;
        t0 += m * P0 & MASK;
        t0 = t1
                + (t0 >>> WIDTH)
                + (l1 * b & MASK)
                + (m * P1 & MASK)
                + Math.multiplyHigh(a0, c)
                + Math.multiplyHigh(P0 << LEFT, k);
        t1 = t2 + (l2 * b & MASK) + (m * P2 & MASK) + Math.multiplyHigh(a1, c) + Math.multiplyHigh(P1 << LEFT, k);
        t2 = t3 + (l3 * b & MASK) + (m * P3 & MASK) + Math.multiplyHigh(a2, c) + Math.multiplyHigh(P2 << LEFT, k);
        t3 = t4 + (l4 * b & MASK) + (m * P4 & MASK) + Math.multiplyHigh(a3, c) + Math.multiplyHigh(P3 << LEFT, k);
        t4 = t5 + (l5 * b & MASK) + (m * P5 & MASK) + Math.multiplyHigh(a4, c) + Math.multiplyHigh(P4 << LEFT, k);
        t5 = t6 + (l6 * b & MASK) + (m * P6 & MASK) + Math.multiplyHigh(a5, c) + Math.multiplyHigh(P5 << LEFT, k);
        t6 = Math.multiplyHigh(a6, c) + Math.multiplyHigh(P6 << LEFT, k);

        b = o.l6;
        c = b << RIGHT;
        t0 += l0 * b & MASK;
        m = t0 * INVERSE & MASK;
        k = m << RIGHT;
        t0 += m * P0 & MASK;
        t0 = t1
                + (t0 >>> WIDTH)
                + (l1 * b & MASK)
                + (m * P1 & MASK)
                + Math.multiplyHigh(a0, c)
                + Math.multiplyHigh(P0 << LEFT, k);
        t1 = t2 + (l2 * b & MASK) + (m * P2 & MASK) + Math.multiplyHigh(a1, c) + Math.multiplyHigh(P1 << LEFT, k);
        t2 = t3 + (l3 * b & MASK) + (m * P3 & MASK) + Math.multiplyHigh(a2, c) + Math.multiplyHigh(P2 << LEFT, k);
        t3 = t4 + (l4 * b & MASK) + (m * P4 & MASK) + Math.multiplyHigh(a3, c) + Math.multiplyHigh(P3 << LEFT, k);
        t4 = t5 + (l5 * b & MASK) + (m * P5 & MASK) + Math.multiplyHigh(a4, c) + Math.multiplyHigh(P4 << LEFT, k);
        t5 = t6 + (l6 * b & MASK) + (m * P6 & MASK) + Math.multiplyHigh(a5, c) + Math.multiplyHigh(P5 << LEFT, k);
        t6 = Math.multiplyHigh(a6, c) + Math.multiplyHigh(P6 << LEFT, k);

        return reduced(t0, t1, t2, t3, t4, t5, t6);
    }

    /** Times 1: the sextic non-residue is 1 + i. */
    @Override
    BlsFp timesRealOfXi() {
        return this;
    }
}
