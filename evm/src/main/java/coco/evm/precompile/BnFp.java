package coco.evm.precompile;

import java.math.BigInteger;

/**
 * The field below alt_bn128 (EIP-196).
 *
 * <p>An element is kept as itself times 2^256 (Montgomery form) in 4 limbs, least significant first, always reduced.
 * Multiplication goes row by row: a row adds one limb of the right factor times the left one, then the multiple of the
 * modulus that clears the lowest limb. The modulus leaves its top bit free, so that a row never carries beyond its end.
 */
final class BnFp extends Fp<BnFp> {
    private static final long P0 = 0x3c208c16d87cfd47L;
    private static final long P1 = 0x97816a916871ca8dL;
    private static final long P2 = 0xb85045b68181585dL;
    private static final long P3 = 0x30644e72e131a029L;

    /** -1 / modulus mod 2^64. */
    private static final long INVERSE = 0x87d20782e4866389L;

    static final BnFp ZERO = new BnFp(0, 0, 0, 0);
    static final BnFp ONE =
            new BnFp(0xd35d438dc58f0d9dL, 0x0a78eb28f5c70b3dL, 0x666ea36f7879462cL, 0x0e0a77c19a07df2fL);

    static final BigInteger MODULUS = ONE.modulus();

    /** 2^512 mod modulus as a plain number: a product with it brings numbers into Montgomery form. */
    private static final BnFp SQUARE =
            new BnFp(0xf32cfc5b538afa89L, 0xb5e71911d44501fbL, 0x47ab1eff0a417ff6L, 0x06d89f71cab8351fL);

    private final long l0;
    private final long l1;
    private final long l2;
    private final long l3;

    private BnFp(long l0, long l1, long l2, long l3) {
        this.l0 = l0;
        this.l1 = l1;
        this.l2 = l2;
        this.l3 = l3;
    }

    /** The number mod the modulus. */
    static BnFp of(BigInteger number) {
        var limbs = limbs(number.mod(MODULUS), 4);
        return new BnFp(limbs[0], limbs[1], limbs[2], limbs[3]).times(SQUARE);
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
        return ofLimbs(P0, P1, P2, P3);
    }

    @Override
    BigInteger toBigInteger() {
        var plain = times(new BnFp(1, 0, 0, 0));
        return ofLimbs(plain.l0, plain.l1, plain.l2, plain.l3);
    }

    @Override
    boolean isZero() {
        return (l0 | l1 | l2 | l3) == 0;
    }

    @Override
    boolean same(BnFp o) {
        return ((l0 ^ o.l0) | (l1 ^ o.l1) | (l2 ^ o.l2) | (l3 ^ o.l3)) == 0;
    }

    @Override
    BnFp plus(BnFp o) {
        var s0 = l0 + o.l0;
        var carry = carry(l0, o.l0, s0);
        var s1 = l1 + o.l1 + carry;
        carry = carry(l1, o.l1, s1);
        var s2 = l2 + o.l2 + carry;
        carry = carry(l2, o.l2, s2);
        var s3 = l3 + o.l3 + carry;
        return reduced(s0, s1, s2, s3);
    }

    /** A number below twice the modulus, less the modulus where that is not negative. */
    private static BnFp reduced(long s0, long s1, long s2, long s3) {
        var d0 = s0 - P0;
        var borrow = borrow(s0, P0, d0);
        var d1 = s1 - P1 - borrow;
        borrow = borrow(s1, P1, d1);
        var d2 = s2 - P2 - borrow;
        borrow = borrow(s2, P2, d2);
        var d3 = s3 - P3 - borrow;
        borrow = borrow(s3, P3, d3);
        var keep = -borrow;
        return new BnFp(
                d0 ^ ((d0 ^ s0) & keep), d1 ^ ((d1 ^ s1) & keep), d2 ^ ((d2 ^ s2) & keep), d3 ^ ((d3 ^ s3) & keep));
    }

    @Override
    BnFp minus(BnFp o) {
        var d0 = l0 - o.l0;
        var borrow = borrow(l0, o.l0, d0);
        var d1 = l1 - o.l1 - borrow;
        borrow = borrow(l1, o.l1, d1);
        var d2 = l2 - o.l2 - borrow;
        borrow = borrow(l2, o.l2, d2);
        var d3 = l3 - o.l3 - borrow;
        borrow = borrow(l3, o.l3, d3);
        var back = -borrow;
        var s0 = d0 + (P0 & back);
        var carry = carry(d0, P0 & back, s0);
        var s1 = d1 + (P1 & back) + carry;
        carry = carry(d1, P1 & back, s1);
        var s2 = d2 + (P2 & back) + carry;
        carry = carry(d2, P2 & back, s2);
        var s3 = d3 + (P3 & back) + carry;
        return new BnFp(s0, s1, s2, s3);
    }

    @Override
    BnFp times(BnFp o) {
        long t0 = 0, t1 = 0, t2 = 0, t3 = 0;
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
        t3 = high + k;

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
        t3 = high + k;

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
        t3 = high + k;

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
        t3 = high + k;

        return reduced(t0, t1, t2, t3);
    }

    /** Times 9: the sextic non-residue is 9 + i. */
    @Override
    BnFp timesRealOfXi() {
        var twice = plus(this);
        var four = twice.plus(twice);
        return four.plus(four).plus(this);
    }
}
