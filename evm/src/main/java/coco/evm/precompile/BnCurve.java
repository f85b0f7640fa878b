package coco.evm.precompile;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/** alt_bn128: y^2 = x^3 + 3 (EIP-196, EIP-197), a BN curve with x = 4965661367192848881 and a twist of type D. */
final class BnCurve extends Pairing<BnFp> {
    static final BnCurve INSTANCE = new BnCurve();

    private static final long X = 4965661367192848881L;
    private static final BnFp B = BnFp.of(3);

    /** 3 / (9 + i). */
    private static final Fp2<BnFp> TWIST_B =
            new Fp2<>(BnFp.ONE, BnFp.ZERO).timesXi().inverse().times(B);

    /** 6 x^2, one less than the trace of Frobenius. */
    private static final BigInteger EIGENVALUE = BigInteger.valueOf(X).pow(2).multiply(BigInteger.valueOf(6));

    private BnCurve() {
        super(
                BnFp.ONE,
                true,
                signedDigits(
                        BigInteger.valueOf(X).multiply(BigInteger.valueOf(6)).add(BigInteger.TWO)));
    }

    /** The non-adjacent form without its highest digit, highest first. */
    private static int[] signedDigits(BigInteger number) {
        var digits = new ArrayList<Integer>();
        for (var left = number; left.signum() != 0; left = left.shiftRight(1)) {
            var digit = left.testBit(0) ? left.testBit(1) ? -1 : 1 : 0;
            digits.addFirst(digit);
            left = left.subtract(BigInteger.valueOf(digit));
        }
        return digits.stream().skip(1).mapToInt(Integer::intValue).toArray();
    }

    static boolean isOnCurve(CurvePoint<BnFp> point) {
        return point.isOnCurve(B);
    }

    /**
     * Whether a point with z = 1 is on the twist and of the prime order. On such points Frobenius is the multiplication by
     * its trace less one; where it is, the order of the curve over the small field, which is that prime, brings the point
     * to infinity (Scott, 2021).
     */
    boolean isInSecondGroup(CurvePoint<Fp2<BnFp>> point) {
        return point.isOnCurve(TWIST_B) && point.times(EIGENVALUE).same(frobenius(point));
    }

    @Override
    Fp12<BnFp> finish(Fp12<BnFp> value, Steps<BnFp> steps) {
        var once = new ArrayList<CurvePoint<Fp2<BnFp>>>();
        var twice = new ArrayList<CurvePoint<Fp2<BnFp>>>();
        for (var point : steps.own(false)) {
            var image = frobenius(point);
            once.add(image);
            twice.add(frobenius(image).negate());
        }
        return steps.plus(steps.plus(value, once), List.copyOf(twice));
    }

    /** Fuentes-Castaneda, Knapp, Rodriguez-Henriquez (2011): a power that is prime to the order of the group. */
    @Override
    Fp12<BnFp> hardPower(Fp12<BnFp> f) {
        var x2 = f.powerOfCyclotomic(X).squareOfCyclotomic();
        var x6 = x2.squareOfCyclotomic().times(x2);
        var xx6 = x6.powerOfCyclotomic(X);
        var xxx12 = xx6.squareOfCyclotomic().powerOfCyclotomic(X);
        var a = xxx12.times(xx6).times(x6);
        var b = a.times(x2.conjugate());
        var once = b.frobenius(roots);
        var twice = a.frobenius(roots).frobenius(roots);
        var thrice = b.times(f.conjugate()).frobenius(roots).frobenius(roots).frobenius(roots);
        return a.times(xx6).times(f).times(once).times(twice).times(thrice);
    }
}
