package coco.evm.precompile;

import java.math.BigInteger;

/**
 * The field below BLS12-381 (EIP-2537).
 *
 * <p>An element is kept as itself times 2^384 (Montgomery form) in 6 limbs, least significant first, always reduced.
 * Multiplication goes row by row: a row adds one limb of the right factor times the left one, then the multiple of the
 * modulus that clears the lowest limb. The modulus leaves its top bit free, so that a row never carries beyond its end.
 */
final class BlsFp extends Fp<BlsFp> {
    private static final long P0 = 0xb9feffffffffaaabL;
    private static final long P1 = 0x1eabfffeb153ffffL;
    private static final long P2 = 0x6730d2a0f6b0f624L;
    private static final long P3 = 0x64774b84f38512bfL;
    private static final long P4 = 0x4b1ba7b6434bacd7L;
    private static final long P5 = 0x1a0111ea397fe69aL;

    /** -1 / modulus mod 2^64. */
    private static final long INVERSE = 0x89f3fffcfffcfffdL;

    static final BlsFp ZERO = new BlsFp(0, 0, 0, 0, 0, 0);
    static final BlsFp ONE = new BlsFp(
            0x760900000002fffdL,
            0xebf4000bc40c0002L,
            0x5f48985753c758baL,
            0x77ce585370525745L,
            0x5c071a97a256ec6dL,
            0x15f65ec3fa80e493L);

    static final BigInteger MODULUS = ONE.modulus();

    /** 2^768 mod modulus as a plain number: a product with it brings numbers into Montgomery form. */
    private static final BlsFp SQUARE = new BlsFp(
            0xf4df1f341c341746L,
            0x0a76e6a609d104f1L,
            0x8de5476c4c95b6d5L,
            0x67eb88a9939d83c0L,
            0x9a793e85b519952dL,
            0x11988fe592cae3aaL);

    private final long l0;
    private final long l1;
    private final long l2;
    private final long l3;
    private final long l4;
    private final long l5;

    private BlsFp(long l0, long l1, long l2, long l3, long l4, long l5) {
        this.l0 = l0;
        this.l1 = l1;
        this.l2 = l2;
        this.l3 = l3;
        this.l4 = l4;
        this.l5 = l5;
    }

    /** The number mod the modulus. */
    static BlsFp of(BigInteger number) {
        var limbs = limbs(number.mod(MODULUS), 6);
        return new BlsFp(limbs[0], limbs[1], limbs[2], limbs[3], limbs[4], limbs[5]).times(SQUARE);
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
        return ofLimbs(P0, P1, P2, P3, P4, P5);
    }

    @Override
    BigInteger toBigInteger() {
        var plain = times(new BlsFp(1, 0, 0, 0, 0, 0));
        return ofLimbs(plain.l0, plain.l1, plain.l2, plain.l3, plain.l4, plain.l5);
    }

    @Override
    boolean isZero() {
        return (l0 | l1 | l2 | l3 | l4 | l5) == 0;
    }

    @Override
    boolean same(BlsFp o) {
        return ((l0 ^ o.l0) | (l1 ^ o.l1) | (l2 ^ o.l2) | (l3 ^ o.l3) | (l4 ^ o.l4) | (l5 ^ o.l5)) == 0;
    }

    @Override
    BlsFp plus(BlsFp o) {
        var s0 = l0 + o.l0;
        var carry = carry(l0, o.l0, s0);
        var s1 = l1 + o.l1 + carry;
        carry = carry(l1, o.l1, s1);
        var s2 = l2 + o.l2 + carry;
        carry = carry(l2, o.l2, s2);
        var s3 = l3 + o.l3 + carry;
        carry = carry(l3, o.l3, s3);
        var s4 = l4 + o.l4 + carry;
        carry = carry(l4, o.l4, s4);
        var s5 = l5 + o.l5 + carry;
        return reduced(s0, s1, s2, s3, s4, s5);
    }

    /** A number below twice the modulus, less the modulus where that is not negative. */
    private static BlsFp reduced(long s0, long s1, long s2, long s3, long s4, long s5) {
        var d0 = s0 - P0;
        var borrow = borrow(s0, P0, d0);
        var d1 = s1 - P1 - borrow;
        borrow = borrow(s1, P1, d1);
        var d2 = s2 - P2 - borrow;
        borrow = borrow(s2, P2, d2);
        var d3 = s3 - P3 - borrow;
        borrow = borrow(s3, P3, d3);
        var d4 = s4 - P4 - borrow;
        borrow = borrow(s4, P4, d4);
        var d5 = s5 - P5 - borrow;
        borrow = borrow(s5, P5, d5);
        var keep = -borrow;
        return new BlsFp(
                d0 ^ ((d0 ^ s0) & keep),
                d1 ^ ((d1 ^ s1) & keep),
                d2 ^ ((d2 ^ s2) & keep),
                d3 ^ ((d3 ^ s3) & keep),
                d4 ^ ((d4 ^ s4) & keep),
                d5 ^ ((d5 ^ s5) & keep));
    }

    @Override
    BlsFp minus(BlsFp o) {
        var d0 = l0 - o.l0;
        var borrow = borrow(l0, o.l0, d0);
        var d1 = l1 - o.l1 - borrow;
        borrow = borrow(l1, o.l1, d1);
        var d2 = l2 - o.l2 - borrow;
        borrow = borrow(l2, o.l2, d2);
        var d3 = l3 - o.l3 - borrow;
        borrow = borrow(l3, o.l3, d3);
        var d4 = l4 - o.l4 - borrow;
        borrow = borrow(l4, o.l4, d4);
        var d5 = l5 - o.l5 - borrow;
        borrow = borrow(l5, o.l5, d5);
        var back = -borrow;
        var s0 = d0 + (P0 & back);
        var carry = carry(d0, P0 & back, s0);
        var s1 = d1 + (P1 & back) + carry;
        carry = carry(d1, P1 & back, s1);
        var s2 = d2 + (P2 & back) + carry;
        carry = carry(d2, P2 & back, s2);
        var s3 = d3 + (P3 & back) + carry;
        carry = carry(d3, P3 & back, s3);
        var s4 = d4 + (P4 & back) + carry;
        carry = carry(d4, P4 & back, s4);
        var s5 = d5 + (P5 & back) + carry;
        return new BlsFp(s0, s1, s2, s3, s4, s5);
    }

    @Override
    BlsFp times(BlsFp o) {
        long t0 = 0, t1 = 0, t2 = 0, t3 = 0, t4 = 0, t5 = 0;
        long high;
        long m;
        long c;
        long k;

        high = high(l0, o.l0, t0, 0);
        c = l0 * o.l0 + t0;
        m = c * INVERSE;
        k = high(m, P0, c, 0);
        c = l1 * o.l0 + t1 + high;
        high = high(l1, o.l0, t1, high);
        t0 = m * P1 + c + k;
        k = high(m, P1, c, k);
        c = l2 * o.l0 + t2 + high;
        high = high(l2, o.l0, t2, high);
        t1 = m * P2 + c + k;
        k = high(m, P2, c, k);
        c = l3 * o.l0 + t3 + high;
        high = high(l3, o.l0, t3, high);
        t2 = m * P3 + c + k;
        k = high(m, P3, c, k);
        c = l4 * o.l0 + t4 + high;
        high = high(l4, o.l0, t4, high);
        t3 = m * P4 + c + k;
        k = high(m, P4, c, k);
        c = l5 * o.l0 + t5 + high;
        high = high(l5, o.l0, t5, high);
        t4 = m * P5 + c + k;
        k = high(m, P5, c, k);
        t5 = high + k;

        high = high(l0, o.l1, t0, 0);
        c = l0 * o.l1 + t0;
        m = c * INVERSE;
        k = high(m, P0, c, 0);
        c = l1 * o.l1 + t1 + high;
        high = high(l1, o.l1, t1, high);
        t0 = m * P1 + c + k;
        k = high(m, P1, c, k);
        c = l2 * o.l1 + t2 + high;
        high = high(l2, o.l1, t2, high);
        t1 = m * P2 + c + k;
        k = high(m, P2, c, k);
        c = l3 * o.l1 + t3 + high;
        high = high(l3, o.l1, t3, high);
        t2 = m * P3 + c + k;
        k = high(m, P3, c, k);
        c = l4 * o.l1 + t4 + high;
        high = high(l4, o.l1, t4, high);
        t3 = m * P4 + c + k;
        k = high(m, P4, c, k);
        c = l5 * o.l1 + t5 + high;
        high = high(l5, o.l1, t5, high);
        t4 = m * P5 + c + k;
        k = high(m, P5, c, k);
        t5 = high + k;

        high = high(l0, o.l2, t0, 0);
        c = l0 * o.l2 + t0;
        m = c * INVERSE;
        k = high(m, P0, c, 0);
        c = l1 * o.l2 + t1 + high;
        high = high(l1, o.l2, t1, high);
        t0 = m * P1 + c + k;
        k = high(m, P1, c, k);
        c = l2 * o.l2 + t2 + high;
        high = high(l2, o.l2, t2, high);
        t1 = m * P2 + c + k;
        k = high(m, P2, c, k);
        c = l3 * o.l2 + t3 + high;
        high = high(l3, o.l2, t3, high);
        t2 = m * P3 + c + k;
        k = high(m, P3, c, k);
        c = l4 * o.l2 + t4 + high;
        high = high(l4, o.l2, t4, high);
        t3 = m * P4 + c + k;
        k = high(m, P4, c, k);
        c = l5 * o.l2 + t5 + high;
        high = high(l5, o.l2, t5, high);
        t4 = m * P5 + c + k;
        k = high(m, P5, c, k);
        t5 = high + k;

        high = high(l0, o.l3, t0, 0);
        c = l0 * o.l3 + t0;
        m = c * INVERSE;
        k = high(m, P0, c, 0);
        c = l1 * o.l3 + t1 + high;
        high = high(l1, o.l3, t1, high);
        t0 = m * P1 + c + k;
        k = high(m, P1, c, k);
        c = l2 * o.l3 + t2 + high;
        high = high(l2, o.l3, t2, high);
        t1 = m * P2 + c + k;
        k = high(m, P2, c, k);
        c = l3 * o.l3 + t3 + high;
        high = high(l3, o.l3, t3, high);
        t2 = m * P3 + c + k;
        k = high(m, P3, c, k);
        c = l4 * o.l3 + t4 + high;
        high = high(l4, o.l3, t4, high);
        t3 = m * P4 + c + k;
        k = high(m, P4, c, k);
        c = l5 * o.l3 + t5 + high;
        high = high(l5, o.l3, t5, high);
        t4 = m * P5 + c + k;
        k = high(m, P5, c, k);
        t5 = high + k;

        high = high(l0, o.l4, t0, 0);
        c = l0 * o.l4 + t0;
        m = c * INVERSE;
        k = high(m, P0, c, 0);
        c = l1 * o.l4 + t1 + high;
        high = high(l1, o.l4, t1, high);
        t0 = m * P1 + c + k;
        k = high(m, P1, c, k);
        c = l2 * o.l4 + t2 + high;
        high = high(l2, o.l4, t2, high);
        t1 = m * P2 + c + k;
        k = high(m, P2, c, k);
        c = l3 * o.l4 + t3 + high;
        high = high(l3, o.l4, t3, high);
        t2 = m * P3 + c + k;
        k = high(m, P3, c, k);
        c = l4 * o.l4 + t4 + high;
        high = high(l4, o.l4, t4, high);
        t3 = m * P4 + c + k;
        k = high(m, P4, c, k);
        c = l5 * o.l4 + t5 + high;
        high = high(l5, o.l4, t5, high);
        t4 = m * P5 + c + k;
        k = high(m, P5, c, k);
        t5 = high + k;

        high = high(l0, o.l5, t0, 0);
        c = l0 * o.l5 + t0;
        m = c * INVERSE;
        k = high(m, P0, c, 0);
        c = l1 * o.l5 + t1 + high;
        high = high(l1, o.l5, t1, high);
        t0 = m * P1 + c + k;
        k = high(m, P1, c, k);
        c = l2 * o.l5 + t2 + high;
        high = high(l2, o.l5, t2, high);
        t1 = m * P2 + c + k;
        k = high(m, P2, c, k);
        c = l3 * o.l5 + t3 + high;
        high = high(l3, o.l5, t3, high);
        t2 = m * P3 + c + k;
        k = high(m, P3, c, k);
        c = l4 * o.l5 + t4 + high;
        high = high(l4, o.l5, t4, high);
        t3 = m * P4 + c + k;
        k = high(m, P4, c, k);
        c = l5 * o.l5 + t5 + high;
        high = high(l5, o.l5, t5, high);
        t4 = m * P5 + c + k;
        k = high(m, P5, c, k);
        t5 = high + k;

        return reduced(t0, t1, t2, t3, t4, t5);
    }

    /** Times 1: the sextic non-residue is 1 + i. */
    @Override
    BlsFp timesRealOfXi() {
        return this;
    }
}
