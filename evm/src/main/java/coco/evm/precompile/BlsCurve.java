package coco.evm.precompile;

import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/** BLS12-381: y^2 = x^3 + 4 (EIP-2537), with x = -0xd201000000010000 and a twist of type M. */
final class BlsCurve extends Pairing<BlsFp> {
    static final BlsCurve INSTANCE = new BlsCurve();

    /** The prime order of both groups: x^4 - x^2 + 1. */
    static final BigInteger ORDER =
            new BigInteger("73eda753299d7d483339d80809a1d80553bda402fffe5bfeffffffff00000001", 16);

    private static final long X_NEGATED = 0xd201000000010000L;
    private static final BigInteger X = new BigInteger(Long.toUnsignedString(X_NEGATED)).negate();
    private static final BlsFp B = BlsFp.of(4);

    /** 4 (1 + i). */
    private static final Fp2<BlsFp> TWIST_B = new Fp2<>(B, B);

    static final CurvePoint<BlsFp> FIRST_GENERATOR = CurvePoint.of(
            number("17f1d3a73197d7942695638c4fa9ac0fc3688c4f9774b905a14e3a3f171bac586c55e83ff97a1aeffb3af00adb22c6bb"),
            number("08b3f481e3aaa0f1a09e30ed741d8ae4fcf5e095d5d00af600db18cb2c04b3edd03cc744a2888ae40caa232946c5e7e1"));

    static final CurvePoint<Fp2<BlsFp>> SECOND_GENERATOR = CurvePoint.of(
            new Fp2<>(
                    number(
                            "024aa2b2f08f0a91260805272dc51051c6e47ad4fa403b02b4510b647ae3d1770bac0326a805bbefd48056c8c121bdb8"),
                    number(
                            "13e02b6052719f607dacd3a088274f65596bd0d09920b61ab5da61bbdc7f5049334cf11213945d57e5ac7d055d042b7e")),
            new Fp2<>(
                    number(
                            "0ce5d527727d6e118cc9cdc6da2e351aadfd9baa8cbdd3a76d429a695160d12c923ac9cc3baca289e193548608b82801"),
                    number(
                            "0606c4a02ea734cc32acd2b02bc28b99cb3e287e85a763af267492ab572e99ab3f370d275cec1da1aaa9075ff05f79be")));

    /** The cube root of one by which multiplying x-coordinates is multiplying points by -x^2. */
    private static final BlsFp CUBE_ROOT = cubeRoot();

    private static final SimplifiedSwu<BlsFp> FIRST_MAP = new SimplifiedSwu<>(
            number("144698a3b8e9433d693a02c96d4982b0ea985383ee66a8d8e8981aefd881ac98936f8da0e0f97f5cf428082d584c1d"),
            number("12e2908d11688030018b12e8753eee3b2016c1f0f24f4070a0b9c14fcef35ef55a23215a316ceaa5d1cc48e98e172be0"),
            BlsFp.of(11),
            BlsIsogenies.first());

    private static final SimplifiedSwu<Fp2<BlsFp>> SECOND_MAP = new SimplifiedSwu<>(
            new Fp2<>(BlsFp.ZERO, BlsFp.of(240)),
            new Fp2<>(BlsFp.of(1012), BlsFp.of(1012)),
            new Fp2<>(BlsFp.of(2), BlsFp.ONE).negate(),
            BlsIsogenies.second());

    private BlsCurve() {
        super(BlsFp.ONE, false, digits());
    }

    /** The bits of -x below the highest, highest first. */
    private static int[] digits() {
        var digits = new int[63];
        for (var i = 0; i < 63; i++) digits[i] = (int) (X_NEGATED >>> 62 - i & 1);
        return digits;
    }

    private static BlsFp number(String hex) {
        return BlsFp.of(new BigInteger(hex, 16));
    }

    private static BlsFp cubeRoot() {
        var root = BlsFp.of(2).power(BlsFp.MODULUS.subtract(BigInteger.ONE).divide(BigInteger.valueOf(3)));
        var multiple = FIRST_GENERATOR.times(X.multiply(X)).negate().normalized();
        return FIRST_GENERATOR.x.times(root).same(multiple.x) ? root : root.square();
    }

    /** A point of the first curve, of any order, from coordinates; null where it is none. */
    static @Nullable CurvePoint<BlsFp> first(BlsFp x, BlsFp y) {
        if (x.isZero() && y.isZero()) return CurvePoint.infinity(x);
        var point = CurvePoint.of(x, y);
        return point.isOnCurve(B) ? point : null;
    }

    /** A point of the twist, of any order, from coordinates; null where it is none. */
    static @Nullable CurvePoint<Fp2<BlsFp>> second(Fp2<BlsFp> x, Fp2<BlsFp> y) {
        if (x.isZero() && y.isZero()) return CurvePoint.infinity(x);
        var point = CurvePoint.of(x, y);
        return point.isOnCurve(TWIST_B) ? point : null;
    }

    /** The point with this x and the larger or smaller y; null where there is none. */
    static @Nullable CurvePoint<BlsFp> decompressFirst(BlsFp x, boolean large) {
        var y = x.square().times(x).plus(B).squareRoot();
        return y == null ? null : CurvePoint.of(x, y.isLarge() == large ? y : y.negate());
    }

    static @Nullable CurvePoint<Fp2<BlsFp>> decompressSecond(Fp2<BlsFp> x, boolean large) {
        var y = x.square().times(x).plus(TWIST_B).squareRoot();
        return y == null ? null : CurvePoint.of(x, y.isLarge() == large ? y : y.negate());
    }

    /**
     * Whether a point of the first curve is of the prime order. The endomorphism satisfies e^2 + e + 1 = 0 everywhere, so
     * that where it multiplies by -x^2 the order x^4 - x^2 + 1 leads to infinity (Scott, 2021).
     */
    static boolean isInFirstGroup(CurvePoint<BlsFp> point) {
        if (point.isInfinity()) return true;
        var affine = point.normalized();
        var image = CurvePoint.of(affine.x.times(CUBE_ROOT), affine.y);
        return affine.timesSparse(X_NEGATED).timesSparse(X_NEGATED).negate().same(image);
    }

    /** Whether a point of the twist is of the prime order: there, and only there, Frobenius multiplies by x (Scott, 2021). */
    boolean isInSecondGroup(CurvePoint<Fp2<BlsFp>> point) {
        return point.isInfinity() || point.timesSparse(X_NEGATED).negate().same(frobenius(point));
    }

    /** RFC 9380: from a field element to a point of the first group. */
    static CurvePoint<BlsFp> map(BlsFp u) {
        return FIRST_MAP.map(u).timesSparse(X_NEGATED + 1);
    }

    /** RFC 9380 with the cofactor cleared as in its appendix G.3: (x^2 - x - 1) P + (x - 1) F(P) + F(F(2 P)). */
    CurvePoint<Fp2<BlsFp>> map(Fp2<BlsFp> u) {
        var point = SECOND_MAP.map(u);
        if (point.isInfinity()) return point;
        var once = frobenius(point);
        var twice = frobenius(frobenius(point.twice()));
        var minusX = point.timesSparse(X_NEGATED);
        var own = minusX.timesSparse(X_NEGATED).plus(minusX).plus(point.negate());
        return own.plus(once.timesSparse(X_NEGATED + 1).negate()).plus(twice);
    }

    @Override
    Fp12<BlsFp> finish(Fp12<BlsFp> value, Steps<BlsFp> steps) {
        return value.conjugate(); // for x is negative
    }

    /** Three times the power: (x - 1)^2 (x + p) (x^2 + p^2 - 1) + 3 (Hayashida, Hayasaka, Teruya, 2020). */
    @Override
    Fp12<BlsFp> hardPower(Fp12<BlsFp> f) {
        var once = powerOfX(f).times(f.conjugate());
        var twice = powerOfX(once).times(once.conjugate());
        var sum = powerOfX(twice).times(twice.frobenius(roots));
        var all = powerOfX(powerOfX(sum))
                .times(sum.frobenius(roots).frobenius(roots))
                .times(sum.conjugate());
        return all.times(f.squareOfCyclotomic()).times(f);
    }

    private static Fp12<BlsFp> powerOfX(Fp12<BlsFp> f) {
        return f.powerOfCyclotomic(X_NEGATED).conjugate();
    }
}
