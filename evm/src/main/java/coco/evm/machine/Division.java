package coco.evm.machine;

import static java.lang.Long.compareUnsigned;
import static java.lang.Math.unsignedMultiplyHigh;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Division of words and of the 512-bit products of MULMOD: Knuth's algorithm D on 64-bit limbs, its quotient digits by
 * multiplication with a reciprocal (Möller and Granlund, "Improved division by invariant integers", 2011), and EXP.
 *
 * <p>Owned by one machine; the arrays are its scratch space.
 */
final class Division {
    private static final int LIMBS = 4;
    /** Of a modulus in MULMOD, before arithmetic of its own is made. */
    private static final int REPEATS = 64;

    private final long[] numerator = new long[2 * LIMBS + 1];
    private final long[] denominator = new long[LIMBS];
    private final long[] quotient = new long[2 * LIMBS + 1];
    private final long[] power = new long[3 * LIMBS];

    /** The last divisor of which a reciprocal was made, and that: a curve's arithmetic has one modulus. */
    private long invertedDivisor;

    private long invertedValue;

    /** The last modulus of MULMOD, how often it came since another did, and where that was often its arithmetic. */
    private final long[] lastModulus = new long[LIMBS];

    private int repeated;
    private @Nullable Modulus modulus;

    /** s[y] = s[x] / s[y]; zero where the divisor is. */
    void divide(long[] s, int x, int y) {
        if ((s[x + 1] | s[x + 2] | s[x + 3] | s[y + 1] | s[y + 2] | s[y + 3]) == 0) {
            if (s[y] != 0) s[y] = Long.divideUnsigned(s[x], s[y]);
        } else if (isShort(s, y)) {
            divideByShort(s, x, y);
        } else if (isTwoByOne(s, x, y)) {
            divideTwoByOne(s, x, y);
        } else if (Words.less(s, x, y)) {
            Words.set(s, y, 0);
        } else if (!Words.isZero(s, y)) {
            System.arraycopy(s, x, numerator, 0, LIMBS);
            run(LIMBS, s, y);
            System.arraycopy(quotient, 0, s, y, LIMBS);
        }
    }

    /** s[y] = s[x] mod s[y]; zero where the divisor is. */
    void remainder(long[] s, int x, int y) {
        if ((s[x + 1] | s[x + 2] | s[x + 3] | s[y + 1] | s[y + 2] | s[y + 3]) == 0) {
            if (s[y] != 0) s[y] = Long.remainderUnsigned(s[x], s[y]);
        } else if (isShort(s, y)) {
            Words.set(s, y, divideByShort(s, x, y));
        } else if (isTwoByOne(s, x, y)) {
            Words.set(s, y, divideTwoByOne(s, x, y));
        } else if (Words.less(s, x, y)) {
            System.arraycopy(s, x, s, y, LIMBS);
        } else if (!Words.isZero(s, y)) {
            System.arraycopy(s, x, numerator, 0, LIMBS);
            run(LIMBS, s, y);
            System.arraycopy(numerator, 0, s, y, LIMBS);
        }
    }

    /** Whether the word has 32 bits at most and is not zero. */
    private static boolean isShort(long[] s, int at) {
        return (s[at] >>> 32 | s[at + 1] | s[at + 2] | s[at + 3]) == 0 && s[at] != 0;
    }

    /** Digit by digit of 32 bits, which for such divisors beats the reciprocal; gives the remainder. */
    private static long divideByShort(long[] s, int x, int y) {
        var divisor = s[y];
        var rest = 0L;
        for (var i = LIMBS - 1; i >= 0; i--) {
            var limb = s[x + i];
            if ((limb | rest) == 0) {
                s[y + i] = 0;
                continue;
            }
            var high = rest << 32 | limb >>> 32;
            var q1 = Long.divideUnsigned(high, divisor);
            var low = high - q1 * divisor << 32 | limb & 0xffff_ffffL;
            var q0 = Long.divideUnsigned(low, divisor);
            rest = low - q0 * divisor;
            s[y + i] = q1 << 32 | q0;
        }
        return rest;
    }

    private static boolean isTwoByOne(long[] s, int x, int y) {
        return (s[x + 2] | s[x + 3] | s[y + 1] | s[y + 2] | s[y + 3]) == 0 && s[y] != 0;
    }

    /** Two quotient limbs, for which no reciprocal pays; gives the remainder. */
    private static long divideTwoByOne(long[] s, int x, int y) {
        var divisor = s[y];
        var high = Long.divideUnsigned(s[x + 1], divisor);
        var rest = s[x + 1] - high * divisor;
        var shift = Long.numberOfLeadingZeros(divisor);
        var carried = shift == 0 ? 0 : s[x] >>> 64 - shift;
        var low = divideWide(rest << shift | carried, s[x] << shift, divisor << shift);
        s[y] = low;
        s[y + 1] = high;
        return s[x] - low * divisor;
    }

    void divideSigned(long[] s, int x, int y) {
        var negative = (s[x + 3] ^ s[y + 3]) < 0;
        if (s[x + 3] < 0) Words.negate(s, x);
        if (s[y + 3] < 0) Words.negate(s, y);
        divide(s, x, y);
        if (negative) Words.negate(s, y);
    }

    /** The remainder has the sign of the dividend. */
    void remainderSigned(long[] s, int x, int y) {
        var negative = s[x + 3] < 0;
        if (negative) Words.negate(s, x);
        if (s[y + 3] < 0) Words.negate(s, y);
        remainder(s, x, y);
        if (negative) Words.negate(s, y);
    }

    /** s[m] = (s[x] + s[y]) mod s[m], without overflow. */
    void addModulo(long[] s, int x, int y, int m) {
        if (Words.isZero(s, m)) return;
        var carry = 0L;
        for (var i = 0; i < LIMBS; i++) {
            var sum = s[x + i] + s[y + i];
            var over = compareUnsigned(sum, s[x + i]) < 0 ? 1L : 0L;
            numerator[i] = sum + carry;
            carry = over | (compareUnsigned(numerator[i], sum) < 0 ? 1L : 0L);
        }
        numerator[LIMBS] = carry;
        if (!reduceOnce(s, m)) run(LIMBS + 1, s, m);
        System.arraycopy(numerator, 0, s, m, LIMBS);
    }

    /** Takes s[m] once from the numerator's five limbs where that ends it, as it does for a sum of two remainders. */
    private boolean reduceOnce(long[] s, int m) {
        var borrow = 0L;
        for (var i = 0; i < LIMBS; i++) {
            var less = numerator[i] - s[m + i];
            var under = compareUnsigned(numerator[i], s[m + i]) < 0 ? 1L : 0L;
            quotient[i] = less - borrow;
            borrow = under | (compareUnsigned(less, borrow) < 0 ? 1L : 0L);
        }
        if (numerator[LIMBS] < borrow) return true;
        if (numerator[LIMBS] > borrow || Words.below(quotient, 0, s, m) == 0) return false;
        System.arraycopy(quotient, 0, numerator, 0, LIMBS);
        return true;
    }

    /** s[m] = (s[x] * s[y]) mod s[m], without overflow. */
    void multiplyModulo(long[] s, int x, int y, int m) {
        var known = modulus;
        if (known != null && known.is(s, m)) {
            known.multiply(s, x, y, m);
            return;
        }
        if (Words.isZero(s, m)) return;
        notice(s, m);
        for (var i = 0; i < LIMBS; i++) numerator[i] = 0;
        for (var i = 0; i < LIMBS; i++) numerator[i + LIMBS] = addProduct(s, y, s[x + i], i);
        run(2 * LIMBS, s, m);
        System.arraycopy(numerator, 0, s, m, LIMBS);
    }

    /** Making a modulus takes as long as many divisions: it has to have come so often before. */
    private void notice(long[] s, int m) {
        if (!Arrays.equals(lastModulus, 0, LIMBS, s, m, m + LIMBS)) {
            System.arraycopy(s, m, lastModulus, 0, LIMBS);
            repeated = 0;
        } else if (++repeated == REPEATS) {
            modulus = Modulus.of(s, m);
        }
    }

    /** Adds s[y] * factor at limb {@code at} of the numerator and returns the carry. */
    private long addProduct(long[] s, int y, long factor, int at) {
        var carry = 0L;
        for (var j = 0; j < LIMBS; j++) {
            var low = factor * s[y + j];
            var high = unsignedMultiplyHigh(factor, s[y + j]);
            var sum = low + carry;
            if (compareUnsigned(sum, low) < 0) high++;
            numerator[at + j] += sum;
            if (compareUnsigned(numerator[at + j], sum) < 0) high++;
            carry = high;
        }
        return carry;
    }

    /** s[y] = s[x] to the power of s[y], modulo 2^256. */
    void power(long[] s, int x, int y) {
        var bits = Words.bitLength(s, y);
        Words.set(power, 0, 1);
        System.arraycopy(s, x, power, LIMBS, LIMBS);
        if (s[x] == 2 && (s[x + 1] | s[x + 2] | s[x + 3]) == 0) {
            System.arraycopy(s, y, power, 2 * LIMBS, LIMBS);
            Words.shiftLeft(power, 2 * LIMBS, 0);
            bits = 0;
        }
        for (var i = bits - 1; i >= 0; i--) {
            System.arraycopy(power, 0, power, 2 * LIMBS, LIMBS);
            Words.multiply(power, 2 * LIMBS, 0);
            if ((s[y + (i >> 6)] >>> i & 1) != 0) Words.multiply(power, LIMBS, 0);
        }
        System.arraycopy(power, 0, s, y, LIMBS);
    }

    /** Divides the numerator's lowest limbs by s[d] != 0: leaves the quotient, and the remainder as the numerator. */
    private void run(int limbs, long[] s, int d) {
        var n = LIMBS;
        while (s[d + n - 1] == 0) n--;
        var m = limbs;
        while (m > 0 && numerator[m - 1] == 0) m--;
        for (var i = 0; i < quotient.length; i++) quotient[i] = 0;
        for (var i = limbs; i < numerator.length; i++) numerator[i] = 0;
        if (m < n) return;
        var shift = Long.numberOfLeadingZeros(s[d + n - 1]);
        normalize(m, n, s, d, shift);
        if (n == 1) divideByOne(m);
        else divideByMany(m, n);
        if (shift != 0)
            for (var i = 0; i < n; i++) numerator[i] = numerator[i] >>> shift | numerator[i + 1] << 64 - shift;
    }

    private void normalize(int m, int n, long[] s, int d, int shift) {
        if (shift == 0) {
            for (var i = 0; i < n; i++) denominator[i] = s[d + i];
            numerator[m] = 0;
            return;
        }
        for (var i = n - 1; i > 0; i--) denominator[i] = s[d + i] << shift | s[d + i - 1] >>> 64 - shift;
        denominator[0] = s[d] << shift;
        numerator[m] = numerator[m - 1] >>> 64 - shift;
        for (var i = m - 1; i > 0; i--) numerator[i] = numerator[i] << shift | numerator[i - 1] >>> 64 - shift;
        numerator[0] <<= shift;
    }

    private void divideByOne(int m) {
        var divisor = denominator[0];
        var reciprocal = reciprocal(divisor);
        var rest = numerator[m];
        for (var i = m - 1; i >= 0; i--) {
            var q = digit(rest, numerator[i], divisor, reciprocal);
            quotient[i] = q;
            rest = numerator[i] - q * divisor;
            numerator[i] = 0;
        }
        numerator[m] = 0;
        numerator[0] = rest;
    }

    private void divideByMany(int m, int n) {
        long top = denominator[n - 1], next = denominator[n - 2];
        var reciprocal = reciprocal(top);
        for (var j = m - n; j >= 0; j--) {
            var guess = guess(numerator[j + n], numerator[j + n - 1], numerator[j + n - 2], top, next, reciprocal);
            if (n == LIMBS ? subtractLongProduct(j, guess) : subtractProduct(j, n, guess)) {
                guess--;
                addBack(j, n);
            }
            quotient[j] = guess;
        }
    }

    /** A quotient digit from three limbs over two: right, or one too great. */
    private static long guess(long u2, long u1, long u0, long top, long next, long reciprocal) {
        if (compareUnsigned(u2, top) >= 0) return -1;
        var q = digit(u2, u1, top, reciprocal);
        var rest = u1 - q * top;
        while (true) {
            var high = unsignedMultiplyHigh(q, next);
            var order = compareUnsigned(high, rest);
            if (order < 0 || order == 0 && compareUnsigned(q * next, u0) <= 0) return q;
            q--;
            rest += top;
            if (compareUnsigned(rest, top) < 0) return q;
        }
    }

    /** numerator[j..j+n] -= denominator * factor; whether that went below zero. */
    private boolean subtractProduct(int j, int n, long factor) {
        var borrow = 0L;
        for (var i = 0; i < n; i++) {
            var low = factor * denominator[i];
            var high = unsignedMultiplyHigh(factor, denominator[i]);
            var take = low + borrow;
            if (compareUnsigned(take, low) < 0) high++;
            var limb = numerator[i + j];
            if (compareUnsigned(limb, take) < 0) high++;
            numerator[i + j] = limb - take;
            borrow = high;
        }
        var last = numerator[j + n];
        numerator[j + n] = last - borrow;
        return compareUnsigned(last, borrow) < 0;
    }

    /** {@link #subtractProduct} for a denominator of four limbs, written out. */
    private boolean subtractLongProduct(int j, long factor) {
        var u = numerator;
        var d = denominator;
        var borrow = subtract(u, j, factor * d[0], unsignedMultiplyHigh(factor, d[0]), 0);
        borrow = subtract(u, j + 1, factor * d[1], unsignedMultiplyHigh(factor, d[1]), borrow);
        borrow = subtract(u, j + 2, factor * d[2], unsignedMultiplyHigh(factor, d[2]), borrow);
        borrow = subtract(u, j + 3, factor * d[3], unsignedMultiplyHigh(factor, d[3]), borrow);
        var last = u[j + LIMBS];
        u[j + LIMBS] = last - borrow;
        return compareUnsigned(last, borrow) < 0;
    }

    /** u[at] -= low + borrow; gives what is to be taken from the next limb, {@code high} included. */
    private static long subtract(long[] u, int at, long low, long high, long borrow) {
        var take = low + borrow;
        var over = ((low & borrow) | ((low | borrow) & ~take)) >>> 63;
        var limb = u[at];
        var rest = limb - take;
        u[at] = rest;
        return high + over + (((~limb & take) | ((~limb | take) & rest)) >>> 63);
    }

    private void addBack(int j, int n) {
        var carry = 0L;
        for (var i = 0; i < n; i++) {
            var sum = numerator[i + j] + denominator[i];
            var over = compareUnsigned(sum, denominator[i]) < 0 ? 1L : 0L;
            numerator[i + j] = sum + carry;
            carry = over | (compareUnsigned(numerator[i + j], sum) < 0 ? 1L : 0L);
        }
        numerator[j + n] += carry;
    }

    /** (2^128 - 1) / divisor - 2^64, for a divisor whose highest bit is set. */
    private long reciprocal(long divisor) {
        if (divisor != invertedDivisor) {
            invertedDivisor = divisor;
            invertedValue = divideWide(~divisor, -1, divisor);
        }
        return invertedValue;
    }

    /** (high, low) / divisor by two digits of 32 bits; high < divisor, whose highest bit is set. */
    private static long divideWide(long high, long low, long divisor) {
        long top = divisor >>> 32, bottom = divisor & 0xffff_ffffL;
        var q1 = halfDigit(high, low >>> 32, top, bottom);
        var rest = (high << 32 | low >>> 32) - q1 * divisor;
        var q0 = halfDigit(rest, low & 0xffff_ffffL, top, bottom);
        return q1 << 32 | q0;
    }

    private static long halfDigit(long high, long nextDigit, long top, long bottom) {
        var q = Long.divideUnsigned(high, top);
        var rest = high - q * top;
        while (q >>> 32 != 0 || compareUnsigned(q * bottom, rest << 32 | nextDigit) > 0) {
            q--;
            rest += top;
            if (rest >>> 32 != 0) break;
        }
        return q;
    }

    /** (u1, u0) / divisor, where u1 < divisor. */
    private static long digit(long u1, long u0, long divisor, long reciprocal) {
        var q0 = reciprocal * u1;
        var q1 = unsignedMultiplyHigh(reciprocal, u1) + u1;
        q0 += u0;
        if (compareUnsigned(q0, u0) < 0) q1++;
        q1++;
        var rest = u0 - q1 * divisor;
        if (compareUnsigned(rest, q0) > 0) {
            q1--;
            rest += divisor;
        }
        return compareUnsigned(rest, divisor) >= 0 ? q1 + 1 : q1;
    }
}
