package coco.evm.precompile;

import java.math.BigInteger;

/**
 * The field below alt_bn128 (EIP-196).
 *
 * <p>An element is kept as itself times 2^260 (Montgomery form) in 5 limbs of 52 bits, lowest first, always reduced.
 * The free bits of a word take up the carries of a whole product: it goes row by row, a row adding one limb of the right
 * factor times the left one and the multiple of the modulus that clears the lowest limb, and carries run only at its end.
 */
final class BnFp extends Fp<BnFp> {
    private static final int WIDTH = 52;
    private static final long MASK = (1L << WIDTH) - 1;

    /** What factors are shifted by, so that the upper word of a product is what is above its lowest 52 bits. */
    private static final int LEFT = 6;

    private static final int RIGHT = 64 - WIDTH - LEFT;

    private static final long P0 = 0x8c16d87cfd47L;
    private static final long P1 = 0x916871ca8d3c2L;
    private static final long P2 = 0x181585d97816aL;
    private static final long P3 = 0xa029b85045b68L;
    private static final long P4 = 0x30644e72e131L;

    /** -1 / modulus mod 2^52. */
    private static final long INVERSE = 0x20782e4866389L;

    static final BnFp ZERO = new BnFp(0, 0, 0, 0, 0);
    static final BnFp ONE =
            new BnFp(0x20880f6fce4b4L, 0x49baa989a8455L, 0x18f014a498908L, 0x724f85a9201d8L, 0x1f16424e1bb7L);
    static final BigInteger MODULUS = ONE.modulus();

    /** 2^520 mod modulus as a plain number: a product with it brings numbers into Montgomery form. */
    private static final BnFp SQUARE =
            new BnFp(0x8a81d1966eb04L, 0x6195018016b86L, 0xb4f898c98e615L, 0x9969bfd531600L, 0xa8469a30d3aL);

    private final long l0;
    private final long l1;
    private final long l2;
    private final long l3;
    private final long l4;

    private BnFp(long l0, long l1, long l2, long l3, long l4) {
        this.l0 = l0;
        this.l1 = l1;
        this.l2 = l2;
        this.l3 = l3;
        this.l4 = l4;
    }

    /** The number mod the modulus. */
    static BnFp of(BigInteger number) {
        var limbs = limbs(number.mod(MODULUS), 5, WIDTH);
        return new BnFp(limbs[0], limbs[1], limbs[2], limbs[3], limbs[4]).times(SQUARE);
    }

    static BnFp of(long small) {
        return of(BigInteger.valueOf(small));
    }

    @Override
    BnFp make(BigInteger number) {
        return of(number);
    }

    @Override
    BnFp self() {
        return this;
    }

    @Override
    BnFp zero() {
        return ZERO;
    }

    @Override
    BnFp one() {
        return ONE;
    }

    @Override
    BigInteger modulus() {
        return ofLimbs(WIDTH, P0, P1, P2, P3, P4);
    }

    @Override
    BigInteger toBigInteger() {
        var plain = times(new BnFp(1, 0, 0, 0, 0));
        return ofLimbs(WIDTH, plain.l0, plain.l1, plain.l2, plain.l3, plain.l4);
    }

    @Override
    boolean isZero() {
        return (l0 | l1 | l2 | l3 | l4) == 0;
    }

    @Override
    boolean same(BnFp o) {
        return ((l0 ^ o.l0) | (l1 ^ o.l1) | (l2 ^ o.l2) | (l3 ^ o.l3) | (l4 ^ o.l4)) == 0;
    }

    @Override
    BnFp plus(BnFp o) {
        return reduced(l0 + o.l0, l1 + o.l1, l2 + o.l2, l3 + o.l3, l4 + o.l4);
    }

    @Override
    BnFp minus(BnFp o) {
        var d0 = l0 - o.l0;
        var d1 = l1 - o.l1 + (d0 >> WIDTH);
        var d2 = l2 - o.l2 + (d1 >> WIDTH);
        var d3 = l3 - o.l3 + (d2 >> WIDTH);
        var d4 = l4 - o.l4 + (d3 >> WIDTH);
        var back = d4 >> 63;
        var s0 = (d0 & MASK) + (P0 & back);
        var s1 = (d1 & MASK) + (P1 & back) + (s0 >> WIDTH);
        var s2 = (d2 & MASK) + (P2 & back) + (s1 >> WIDTH);
        var s3 = (d3 & MASK) + (P3 & back) + (s2 >> WIDTH);
        var s4 = d4 + (P4 & back) + (s3 >> WIDTH);
        return new BnFp(s0 & MASK, s1 & MASK, s2 & MASK, s3 & MASK, s4 & MASK);
    }

    /** A number below twice the modulus in limbs of up to 63 bits, less the modulus where that is not negative. */
    private static BnFp reduced(long t0, long t1, long t2, long t3, long t4) {
        var s1 = t1 + (t0 >>> WIDTH);
        var s2 = t2 + (s1 >>> WIDTH);
        var s3 = t3 + (s2 >>> WIDTH);
        var s4 = t4 + (s3 >>> WIDTH);
        var d0 = (t0 & MASK) - P0;
        var d1 = (s1 & MASK) - P1 + (d0 >> WIDTH);
        var d2 = (s2 & MASK) - P2 + (d1 >> WIDTH);
        var d3 = (s3 & MASK) - P3 + (d2 >> WIDTH);
        var d4 = s4 - P4 + (d3 >> WIDTH);
        var keep = d4 >> 63;
        return new BnFp(
                ((d0 & ~keep) | (t0 & keep)) & MASK,
                ((d1 & ~keep) | (s1 & keep)) & MASK,
                ((d2 & ~keep) | (s2 & keep)) & MASK,
                ((d3 & ~keep) | (s3 & keep)) & MASK,
                ((d4 & ~keep) | (s4 & keep)) & MASK);
    }

    @Override
    BnFp times(BnFp o) {
        var a0 = l0 << LEFT;
        var a1 = l1 << LEFT;
        var a2 = l2 << LEFT;
        var a3 = l3 << LEFT;
        var a4 = l4 << LEFT;
        long t0 = 0, t1 = 0, t2 = 0, t3 = 0, t4 = 0;
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
        t4 = Math.multiplyHigh(a4, c) + Math.multiplyHigh(P4 << LEFT, k);

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
        t4 = Math.multiplyHigh(a4, c) + Math.multiplyHigh(P4 << LEFT, k);

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
        t4 = Math.multiplyHigh(a4, c) + Math.multiplyHigh(P4 << LEFT, k);

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
        t4 = Math.multiplyHigh(a4, c) + Math.multiplyHigh(P4 << LEFT, k);

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
        t4 = Math.multiplyHigh(a4, c) + Math.multiplyHigh(P4 << LEFT, k);

        return reduced(t0, t1, t2, t3, t4);
    }

    /** Times 9: the sextic non-residue is 9 + i. */
    @Override
    BnFp timesRealOfXi() {
        var twice = plus(this);
        var four = twice.plus(twice);
        return four.plus(four).plus(this);
    }
}
