package coco.evm.precompile;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/**
 * The optimal ate pairing of a curve with a sextic twist (Vercauteren, 2010): the part that BN and BLS curves have in common.
 *
 * <p>Points of the twist stay affine and all pairs take each step together, so that one inversion serves them all. A line
 * through points of the twist becomes a number of three parts in {@link Fp12}; parts in smaller fields that the final
 * power makes one are left out.
 */
abstract class Pairing<F extends Fp<F>> {
    /** One point of each group, neither infinity, z = 1. */
    record Pair<F extends Fp<F>>(CurvePoint<F> first, CurvePoint<Fp2<F>> second) {}

    private final F one;
    private final boolean twistOfD;

    /** Digits of the loop's number from the second highest on: -1, 0 or 1. */
    private final int[] digits;

    /** Powers 0 to 5 of xi^((p-1)/6). */
    final List<Fp2<F>> roots;

    private final Fp2<F> twistX;
    private final Fp2<F> twistY;

    Pairing(F one, boolean twistOfD, int[] digits) {
        this.one = one;
        this.twistOfD = twistOfD;
        this.digits = digits;
        this.roots = roots(one);
        this.twistX = twistOfD ? roots.get(2) : roots.get(2).inverse();
        this.twistY = twistOfD ? roots.get(3) : roots.get(3).inverse();
    }

    private static <F extends Fp<F>> List<Fp2<F>> roots(F one) {
        var unit = new Fp2<>(one, one.zero());
        var exponent = one.modulus().subtract(BigInteger.ONE).divide(BigInteger.valueOf(6));
        var root = unit.timesXi().power(exponent);
        var roots = new ArrayList<>(List.of(unit));
        for (var i = 1; i < 6; i++) roots.add(roots.get(i - 1).times(root));
        return List.copyOf(roots);
    }

    /** What is left of the loop after its last digit. */
    abstract Fp12<F> finish(Fp12<F> value, Steps<F> steps);

    /** The hard part of the final power, or a power of it that is one for the same numbers. */
    abstract Fp12<F> hardPower(Fp12<F> unitary);

    /** Whether the product of all pairings is one. */
    final boolean productIsOne(List<Pair<F>> pairs) {
        if (pairs.isEmpty()) return true;
        var steps = new Steps<>(pairs, twistOfD);
        var value = Fp12.one(one);
        for (var digit : digits) {
            value = steps.twice(value.square());
            if (digit != 0) value = steps.plus(value, steps.own(digit < 0));
        }
        value = finish(value, steps);
        var easy = value.conjugate().times(value.inverse());
        return hardPower(easy.frobenius(roots).frobenius(roots).times(easy)).isOne();
    }

    /** The p-th power on the curve, carried to the twist and back. */
    final CurvePoint<Fp2<F>> frobenius(CurvePoint<Fp2<F>> point) {
        var affine = point.normalized();
        return CurvePoint.of(
                affine.x.conjugate().times(twistX), affine.y.conjugate().times(twistY));
    }

    /** The running points of all pairs; one call of a method is one step of the loop. */
    static final class Steps<F extends Fp<F>> {
        private final List<Pair<F>> pairs;
        private final boolean twistOfD;
        private final List<Fp2<F>> xs = new ArrayList<>();
        private final List<Fp2<F>> ys = new ArrayList<>();

        Steps(List<Pair<F>> pairs, boolean twistOfD) {
            this.pairs = pairs;
            this.twistOfD = twistOfD;
            for (var pair : pairs) {
                xs.add(pair.second.x);
                ys.add(pair.second.y);
            }
        }

        /** The second points of all pairs, or their negatives. */
        List<CurvePoint<Fp2<F>>> own(boolean negative) {
            return pairs.stream()
                    .map(pair -> negative ? pair.second.negate() : pair.second)
                    .toList();
        }

        Fp12<F> twice(Fp12<F> value) {
            var inverses = inverses(ys.stream().map(Element::twice).toList());
            var result = value;
            for (var i = 0; i < pairs.size(); i++) {
                var slope = xs.get(i).square().thrice().times(inverses.get(i));
                result = step(result, i, slope, xs.get(i));
            }
            return result;
        }

        Fp12<F> plus(Fp12<F> value, List<CurvePoint<Fp2<F>>> others) {
            var differences = new ArrayList<Fp2<F>>();
            for (var i = 0; i < pairs.size(); i++)
                differences.add(others.get(i).x.minus(xs.get(i)));
            var inverses = inverses(differences);
            var result = value;
            for (var i = 0; i < pairs.size(); i++) {
                var other = others.get(i);
                var slope = other.y.minus(ys.get(i)).times(inverses.get(i));
                result = step(result, i, slope, other.x);
            }
            return result;
        }

        /** Lets the line through the running point with this slope into the value and moves the point. */
        private Fp12<F> step(Fp12<F> value, int i, Fp2<F> slope, Fp2<F> otherX) {
            var x = xs.get(i);
            var y = ys.get(i);
            var first = pairs.get(i).first;
            var constant = slope.times(x).minus(y);
            var linear = slope.times(first.x).negate();
            var own = new Fp2<>(first.y, first.y.zero());
            var newX = slope.square().minus(x).minus(otherX);
            xs.set(i, newX);
            ys.set(i, slope.times(x.minus(newX)).minus(y));
            return twistOfD ? value.timesLineOfD(own, linear, constant) : value.timesLineOfM(constant, linear, own);
        }

        /** All inverses for the price of one and three products each. */
        private static <F extends Fp<F>> List<Fp2<F>> inverses(List<Fp2<F>> numbers) {
            var products = new ArrayList<Fp2<F>>();
            var product = numbers.getFirst().one();
            for (var number : numbers) {
                products.add(product);
                product = product.times(number);
            }
            var inverse = product.inverse();
            var inverses = new ArrayList<>(numbers);
            for (var i = numbers.size() - 1; i >= 0; i--) {
                inverses.set(i, inverse.times(products.get(i)));
                inverse = inverse.times(numbers.get(i));
            }
            return inverses;
        }
    }
}
