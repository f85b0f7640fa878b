package coco.evm.precompile;

import java.util.List;

/**
 * A rational map between two curves: x to xNumerator(x) / xDenominator(x), y to y times the like. Coefficients come lowest
 * power first; denominators have a highest coefficient of one, which is left out.
 */
final class Isogeny<E extends Element<E>> {
    private final List<E> xNumerator;
    private final List<E> xDenominator;
    private final List<E> yNumerator;
    private final List<E> yDenominator;

    Isogeny(List<E> xNumerator, List<E> xDenominator, List<E> yNumerator, List<E> yDenominator) {
        this.xNumerator = xNumerator;
        this.xDenominator = xDenominator;
        this.yNumerator = yNumerator;
        this.yDenominator = yDenominator;
    }

    CurvePoint<E> apply(E x, E y) {
        var xBelow = value(xDenominator, x, x.one());
        var yBelow = value(yDenominator, x, x.one());
        if (xBelow.isZero() || yBelow.isZero()) return CurvePoint.infinity(x);
        var inverse = xBelow.times(yBelow).inverse();
        var newX = value(xNumerator, x, x.zero()).times(inverse).times(yBelow);
        var newY = value(yNumerator, x, x.zero()).times(inverse).times(xBelow);
        return CurvePoint.of(newX, newY.times(y));
    }

    private static <E extends Element<E>> E value(List<E> coefficients, E x, E highest) {
        var value = highest;
        for (var coefficient : coefficients.reversed()) value = value.times(x).plus(coefficient);
        return value;
    }
}
