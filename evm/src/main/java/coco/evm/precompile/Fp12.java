package coco.evm.precompile;

import java.util.List;

/** a + b w, with w^2 = v: where pairings take their values. */
final class Fp12<F extends Fp<F>> {
    final Fp6<F> a;
    final Fp6<F> b;

    Fp12(Fp6<F> a, Fp6<F> b) {
        this.a = a;
        this.b = b;
    }

    static <F extends Fp<F>> Fp12<F> one(F one) {
        var zero = new Fp2<>(one.zero(), one.zero());
        return new Fp12<>(new Fp6<>(zero.one(), zero, zero), new Fp6<>(zero, zero, zero));
    }

    Fp12<F> times(Fp12<F> o) {
        var aa = a.times(o.a);
        var bb = b.times(o.b);
        var cross = a.plus(b).times(o.a.plus(o.b));
        return new Fp12<>(aa.plus(bb.timesV()), cross.minus(aa).minus(bb));
    }

    Fp12<F> square() {
        var ab = a.times(b);
        var sum = a.plus(b).times(a.plus(b.timesV()));
        return new Fp12<>(sum.minus(ab).minus(ab.timesV()), ab.plus(ab));
    }

    /** Times (x) + (y + z v) w. */
    Fp12<F> timesLineOfD(Fp2<F> x, Fp2<F> y, Fp2<F> z) {
        var ax = a.times(x);
        var bb = b.timesLow(y, z);
        var cross = a.plus(b).timesLow(x.plus(y), z);
        return new Fp12<>(ax.plus(bb.timesV()), cross.minus(ax).minus(bb));
    }

    /** Times (x + y v) + (z v) w. */
    Fp12<F> timesLineOfM(Fp2<F> x, Fp2<F> y, Fp2<F> z) {
        var aa = a.timesLow(x, y);
        var bb = b.timesMiddle(z);
        var cross = a.plus(b).timesLow(x, y.plus(z));
        return new Fp12<>(aa.plus(bb.timesV()), cross.minus(aa).minus(bb));
    }

    /** Also the p^6-th power; the inverse of what {@link Pairing} calls unitary. */
    Fp12<F> conjugate() {
        return new Fp12<>(a, b.negate());
    }

    Fp12<F> inverse() {
        var norm = a.times(a).minus(b.times(b).timesV()).inverse();
        return new Fp12<>(a.times(norm), b.times(norm).negate());
    }

    /** The p-th power; {@code roots} are the powers 0 to 5 of xi^((p-1)/6). */
    Fp12<F> frobenius(List<Fp2<F>> roots) {
        return new Fp12<>(
                new Fp6<>(
                        a.a.conjugate(),
                        a.b.conjugate().times(roots.get(2)),
                        a.c.conjugate().times(roots.get(4))),
                new Fp6<>(
                        b.a.conjugate().times(roots.get(1)),
                        b.b.conjugate().times(roots.get(3)),
                        b.c.conjugate().times(roots.get(5))));
    }

    /** The square of a unitary number whose order divides p^4 - p^2 + 1 (Granger and Scott, 2010). */
    Fp12<F> squareOfCyclotomic() {
        var real1 = squareReal(a.a, b.b);
        var twice1 = a.a.times(b.b).twice();
        var real2 = squareReal(b.a, a.c);
        var twice2 = b.a.times(a.c).twice();
        var real3 = squareReal(a.b, b.c);
        var twice3 = a.b.times(b.c).twice();
        return new Fp12<>(
                new Fp6<>(
                        real1.thrice().minus(a.a.twice()),
                        real2.thrice().minus(a.b.twice()),
                        real3.thrice().minus(a.c.twice())),
                new Fp6<>(
                        twice3.timesXi().thrice().plus(b.a.twice()),
                        twice1.thrice().plus(b.b.twice()),
                        twice2.thrice().plus(b.c.twice())));
    }

    /** x^2 + xi y^2. */
    private static <F extends Fp<F>> Fp2<F> squareReal(Fp2<F> x, Fp2<F> y) {
        return x.square().plus(y.square().timesXi());
    }

    /** A power of a number as in {@link #squareOfCyclotomic}; the exponent is unsigned. */
    Fp12<F> powerOfCyclotomic(long exponent) {
        var result = this;
        for (var i = 62 - Long.numberOfLeadingZeros(exponent); i >= 0; i--) {
            result = result.squareOfCyclotomic();
            if ((exponent >>> i & 1) != 0) result = result.times(this);
        }
        return result;
    }

    boolean isOne() {
        return b.isZero() && a.b.isZero() && a.c.isZero() && a.a.same(a.a.one());
    }
}
