package coco.evm.precompile;

import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/** real + imaginary * i, with i^2 = -1. */
final class Fp2<F extends Fp<F>> extends Element<Fp2<F>> {
    final F real;
    final F imaginary;

    Fp2(F real, F imaginary) {
        this.real = real;
        this.imaginary = imaginary;
    }

    @Override
    Fp2<F> self() {
        return this;
    }

    @Override
    Fp2<F> zero() {
        return new Fp2<>(real.zero(), real.zero());
    }

    @Override
    Fp2<F> one() {
        return new Fp2<>(real.one(), real.zero());
    }

    @Override
    Fp2<F> plus(Fp2<F> o) {
        return new Fp2<>(real.plus(o.real), imaginary.plus(o.imaginary));
    }

    @Override
    Fp2<F> minus(Fp2<F> o) {
        return new Fp2<>(real.minus(o.real), imaginary.minus(o.imaginary));
    }

    @Override
    Fp2<F> times(Fp2<F> o) {
        var a = real.times(o.real);
        var b = imaginary.times(o.imaginary);
        var cross = real.plus(imaginary).times(o.real.plus(o.imaginary));
        return new Fp2<>(a.minus(b), cross.minus(a).minus(b));
    }

    Fp2<F> times(F factor) {
        return new Fp2<>(real.times(factor), imaginary.times(factor));
    }

    @Override
    Fp2<F> square() {
        var product = real.times(imaginary);
        return new Fp2<>(real.plus(imaginary).times(real.minus(imaginary)), product.twice());
    }

    @Override
    Fp2<F> inverse() {
        var norm = real.square().plus(imaginary.square()).inverse();
        return new Fp2<>(real.times(norm), imaginary.times(norm).negate());
    }

    @Override
    boolean isZero() {
        return real.isZero() && imaginary.isZero();
    }

    @Override
    boolean same(Fp2<F> o) {
        return real.same(o.real) && imaginary.same(o.imaginary);
    }

    /** Also the p-th power. */
    Fp2<F> conjugate() {
        return new Fp2<>(real, imaginary.negate());
    }

    /** Times the number that has no cube and no square root here, on which {@link Fp6} is built. */
    Fp2<F> timesXi() {
        return new Fp2<>(
                real.timesRealOfXi().minus(imaginary), imaginary.timesRealOfXi().plus(real));
    }

    Fp2<F> power(BigInteger exponent) {
        var result = one();
        for (var i = exponent.bitLength() - 1; i >= 0; i--) {
            result = result.square();
            if (exponent.testBit(i)) result = result.times(this);
        }
        return result;
    }

    @Override
    boolean isOdd() {
        return real.isZero() ? imaginary.isOdd() : real.isOdd();
    }

    /** By way of the norm. */
    @Override
    @Nullable
    Fp2<F> squareRoot() {
        if (imaginary.isZero()) {
            var root = real.squareRoot();
            if (root != null) return new Fp2<>(root, real.zero());
            var other = real.negate().squareRoot();
            return other == null ? null : new Fp2<>(real.zero(), other);
        }
        var norm = real.square().plus(imaginary.square()).squareRoot();
        if (norm == null) return null;
        var half = real.one().twice().inverse();
        var root = real.plus(norm).times(half).squareRoot();
        if (root == null) root = real.minus(norm).times(half).squareRoot();
        if (root == null) return null;
        return new Fp2<>(root, imaginary.times(half).times(root.inverse()));
    }

    /** Whether this is the larger of itself and its negative: the imaginary part decides unless it is zero. */
    boolean isLarge() {
        return imaginary.isZero() ? real.isLarge() : imaginary.isLarge();
    }
}
