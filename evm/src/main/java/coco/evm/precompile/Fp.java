package coco.evm.precompile;

import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * An element of a prime field whose modulus is 3 mod 4, so that i with i^2 = -1 makes the field {@link Fp2}. Immutable.
 *
 * @param <F> the field
 */
abstract class Fp<F extends Fp<F>> extends Element<F> {
    abstract F make(BigInteger number);

    /** Times the real part of the number that {@link Fp6} is built with. */
    abstract F timesRealOfXi();

    abstract BigInteger toBigInteger();

    abstract BigInteger modulus();

    @Override
    final F square() {
        return times(self());
    }

    @Override
    final F inverse() {
        return isZero() ? self() : make(toBigInteger().modInverse(modulus()));
    }

    final F power(BigInteger exponent) {
        var result = one();
        for (var i = exponent.bitLength() - 1; i >= 0; i--) {
            result = result.square();
            if (exponent.testBit(i)) result = result.times(self());
        }
        return result;
    }

    @Override
    final boolean isOdd() {
        return toBigInteger().testBit(0);
    }

    @Override
    final @Nullable F squareRoot() {
        var root = power(modulus().add(BigInteger.ONE).shiftRight(2));
        return root.square().same(self()) ? root : null;
    }

    /** Whether the number is above half the modulus. */
    final boolean isLarge() {
        return toBigInteger().shiftLeft(1).compareTo(modulus()) > 0;
    }

    /** Limbs of {@code width} bits, lowest first. */
    static long[] limbs(BigInteger number, int count, int width) {
        var limbs = new long[count];
        for (var i = 0; i < count; i++) limbs[i] = number.shiftRight(width * i).longValue() & (1L << width) - 1;
        return limbs;
    }

    static BigInteger ofLimbs(int width, long... limbs) {
        var number = BigInteger.ZERO;
        for (var i = limbs.length - 1; i >= 0; i--)
            number = number.shiftLeft(width).or(BigInteger.valueOf(limbs[i]));
        return number;
    }
}
