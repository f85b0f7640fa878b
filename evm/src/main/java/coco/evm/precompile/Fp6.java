package coco.evm.precompile;

/** a + b v + c v^2, with v^3 = xi. */
final class Fp6<F extends Fp<F>> {
    final Fp2<F> a;
    final Fp2<F> b;
    final Fp2<F> c;

    Fp6(Fp2<F> a, Fp2<F> b, Fp2<F> c) {
        this.a = a;
        this.b = b;
        this.c = c;
    }

    Fp6<F> plus(Fp6<F> o) {
        return new Fp6<>(a.plus(o.a), b.plus(o.b), c.plus(o.c));
    }

    Fp6<F> minus(Fp6<F> o) {
        return new Fp6<>(a.minus(o.a), b.minus(o.b), c.minus(o.c));
    }

    Fp6<F> negate() {
        return new Fp6<>(a.negate(), b.negate(), c.negate());
    }

    Fp6<F> times(Fp6<F> o) {
        var aa = a.times(o.a);
        var bb = b.times(o.b);
        var cc = c.times(o.c);
        var bc = b.plus(c).times(o.b.plus(o.c)).minus(bb).minus(cc);
        var ab = a.plus(b).times(o.a.plus(o.b)).minus(aa).minus(bb);
        var ac = a.plus(c).times(o.a.plus(o.c)).minus(aa).minus(cc);
        return new Fp6<>(aa.plus(bc.timesXi()), ab.plus(cc.timesXi()), ac.plus(bb));
    }

    /** Times x + y v. */
    Fp6<F> timesLow(Fp2<F> x, Fp2<F> y) {
        var ax = a.times(x);
        var by = b.times(y);
        var cross = a.plus(b).times(x.plus(y)).minus(ax).minus(by);
        return new Fp6<>(ax.plus(c.times(y).timesXi()), cross, by.plus(c.times(x)));
    }

    /** Times y v. */
    Fp6<F> timesMiddle(Fp2<F> y) {
        return new Fp6<>(c.times(y).timesXi(), a.times(y), b.times(y));
    }

    Fp6<F> times(Fp2<F> factor) {
        return new Fp6<>(a.times(factor), b.times(factor), c.times(factor));
    }

    Fp6<F> timesV() {
        return new Fp6<>(c.timesXi(), a, b);
    }

    Fp6<F> inverse() {
        var x = a.square().minus(b.times(c).timesXi());
        var y = c.square().timesXi().minus(a.times(b));
        var z = b.square().minus(a.times(c));
        var norm = a.times(x).plus(c.times(y).plus(b.times(z)).timesXi()).inverse();
        return new Fp6<>(x.times(norm), y.times(norm), z.times(norm));
    }

    boolean isZero() {
        return a.isZero() && b.isZero() && c.isZero();
    }
}
