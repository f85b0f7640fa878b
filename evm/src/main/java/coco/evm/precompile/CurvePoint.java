package coco.evm.precompile;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A point of y^2 = x^3 + b in Jacobian coordinates: (x/z^2, y/z^3), and infinity where z is zero. Immutable. The formulas do
 * not need b; whoever reads a point from outside checks that it is on the curve.
 */
final class CurvePoint<E extends Element<E>> {
    /** From how many points on {@link #sumOfMany} is the faster way. */
    private static final int MANY = 96;

    final E x;
    final E y;
    final E z;

    private CurvePoint(E x, E y, E z) {
        this.x = x;
        this.y = y;
        this.z = z;
    }

    static <E extends Element<E>> CurvePoint<E> of(E x, E y) {
        return new CurvePoint<>(x, y, x.one());
    }

    static <E extends Element<E>> CurvePoint<E> infinity(E any) {
        return new CurvePoint<>(any.one(), any.one(), any.zero());
    }

    boolean isInfinity() {
        return z.isZero();
    }

    /** Whether a point with z = 1 satisfies the curve's equation. */
    boolean isOnCurve(E b) {
        return y.square().same(x.square().times(x).plus(b));
    }

    /** The same point with z = 1; not for infinity. */
    CurvePoint<E> normalized() {
        var inverse = z.inverse();
        var square = inverse.square();
        return of(x.times(square), y.times(square).times(inverse));
    }

    boolean same(CurvePoint<E> o) {
        if (isInfinity() || o.isInfinity()) return isInfinity() && o.isInfinity();
        var zz = z.square();
        var ozz = o.z.square();
        return x.times(ozz).same(o.x.times(zz))
                && y.times(ozz).times(o.z).same(o.y.times(zz).times(z));
    }

    CurvePoint<E> negate() {
        return new CurvePoint<>(x, y.negate(), z);
    }

    CurvePoint<E> twice() {
        var xx = x.square();
        var yy = y.square();
        var yyyy = yy.square();
        var d = x.plus(yy).square().minus(xx).minus(yyyy).twice();
        var e = xx.thrice();
        var newX = e.square().minus(d.twice());
        var newY = e.times(d.minus(newX)).minus(yyyy.twice().twice().twice());
        return new CurvePoint<>(newX, newY, y.times(z).twice());
    }

    CurvePoint<E> plus(CurvePoint<E> o) {
        if (isInfinity()) return o;
        if (o.isInfinity()) return this;
        if (o.z.same(o.z.one())) return plusAffine(o);
        var zz = z.square();
        var ozz = o.z.square();
        var u = x.times(ozz);
        var s = y.times(o.z).times(ozz);
        var h = o.x.times(zz).minus(u);
        var r = o.y.times(z).times(zz).minus(s);
        if (h.isZero()) return r.isZero() ? twice() : infinity(x);
        var hh = h.square();
        var hhh = hh.times(h);
        var v = u.times(hh);
        var newX = r.square().minus(hhh).minus(v.twice());
        var newY = r.times(v.minus(newX)).minus(s.times(hhh));
        return new CurvePoint<>(newX, newY, z.times(o.z).times(h));
    }

    /** The same for another with z = 1, for a third less. */
    private CurvePoint<E> plusAffine(CurvePoint<E> o) {
        var zz = z.square();
        var h = o.x.times(zz).minus(x);
        var r = o.y.times(z).times(zz).minus(y);
        if (h.isZero()) return r.isZero() ? twice() : infinity(x);
        var hh = h.square();
        var hhh = hh.times(h);
        var v = x.times(hh);
        var newX = r.square().minus(hhh).minus(v.twice());
        var newY = r.times(v.minus(newX)).minus(y.times(hhh));
        return new CurvePoint<>(newX, newY, z.times(h));
    }

    /** A multiple, by four bits at a time. */
    CurvePoint<E> times(BigInteger scalar) {
        return sumOfFew(List.of(this), List.of(scalar));
    }

    /** A multiple by doubling and adding: for numbers with few ones. */
    CurvePoint<E> timesSparse(long unsigned) {
        var product = this;
        for (var i = 62 - Long.numberOfLeadingZeros(unsigned); i >= 0; i--) {
            product = product.twice();
            if ((unsigned >>> i & 1) != 0) product = product.plus(this);
        }
        return product;
    }

    /** The sum of multiples. */
    static <E extends Element<E>> CurvePoint<E> sum(List<CurvePoint<E>> points, List<BigInteger> scalars) {
        return points.size() < MANY ? sumOfFew(points, scalars) : sumOfMany(points, scalars);
    }

    /** Straus: each point has a table of its multiples, and all share the doublings. */
    private static <E extends Element<E>> CurvePoint<E> sumOfFew(List<CurvePoint<E>> points, List<BigInteger> scalars) {
        var tables = points.stream().map(CurvePoint::multiples).toList();
        var sum = infinity(points.getFirst().x);
        for (var at = windows(scalars, 4) * 4 - 4; at >= 0; at -= 4) {
            sum = sum.twice().twice().twice().twice();
            for (var i = 0; i < tables.size(); i++) {
                var digit = bits(scalars.get(i), at, 4);
                if (digit != 0) sum = sum.plus(tables.get(i).get(digit));
            }
        }
        return sum;
    }

    private List<CurvePoint<E>> multiples() {
        var multiples = new ArrayList<>(List.of(infinity(x), this));
        for (var i = 2; i < 16; i++)
            multiples.add(
                    i % 2 == 0
                            ? multiples.get(i / 2).twice()
                            : multiples.get(i - 1).plus(this));
        return multiples;
    }

    /** Pippenger: points are thrown into buckets by a few bits of their scalars. */
    private static <E extends Element<E>> CurvePoint<E> sumOfMany(
            List<CurvePoint<E>> points, List<BigInteger> scalars) {
        var width = Math.min(12, 29 - Integer.numberOfLeadingZeros(points.size()));
        var infinity = infinity(points.getFirst().x);
        var sum = infinity;
        for (var window = windows(scalars, width) - 1; window >= 0; window--) {
            for (var i = 0; i < width; i++) sum = sum.twice();
            sum = sum.plus(window(points, scalars, window * width, width, infinity));
        }
        return sum;
    }

    private static int windows(List<BigInteger> scalars, int width) {
        var bits = scalars.stream().mapToInt(BigInteger::bitLength).max().orElse(0);
        return (bits + width - 1) / width;
    }

    /** The part that {@code width} bits of the scalars from bit {@code from} on have in the sum. */
    private static <E extends Element<E>> CurvePoint<E> window(
            List<CurvePoint<E>> points, List<BigInteger> scalars, int from, int width, CurvePoint<E> infinity) {
        var buckets = new ArrayList<>(Collections.nCopies(1 << width, infinity));
        for (var i = 0; i < points.size(); i++) {
            var bucket = bits(scalars.get(i), from, width);
            if (bucket != 0) buckets.set(bucket, buckets.get(bucket).plus(points.get(i)));
        }
        var running = infinity;
        var sum = infinity;
        for (var i = buckets.size() - 1; i > 0; i--) {
            running = running.plus(buckets.get(i));
            sum = sum.plus(running);
        }
        return sum;
    }

    private static int bits(BigInteger scalar, int from, int width) {
        var bits = 0;
        for (var i = width - 1; i >= 0; i--) bits = bits << 1 | (scalar.testBit(from + i) ? 1 : 0);
        return bits;
    }
}
