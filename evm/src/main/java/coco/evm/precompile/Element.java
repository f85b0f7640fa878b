package coco.evm.precompile;

import org.jspecify.annotations.Nullable;

/**
 * An element of a field, as the arithmetic on curves and towers needs it. Immutable.
 *
 * @param <E> the field
 */
abstract class Element<E extends Element<E>> {
    abstract E self();

    abstract E zero();

    abstract E one();

    abstract E plus(E other);

    abstract E minus(E other);

    abstract E times(E other);

    abstract E square();

    /** The inverse; zero gives zero. */
    abstract E inverse();

    /** A square root, or null where there is none. */
    abstract @Nullable E squareRoot();

    /** The sign of RFC 9380, section 4.1: whether the first part that is not zero is odd. */
    abstract boolean isOdd();

    abstract boolean isZero();

    abstract boolean same(E other);

    final E negate() {
        return zero().minus(self());
    }

    final E twice() {
        return plus(self());
    }

    final E thrice() {
        return twice().plus(self());
    }
}
