package coco.evm.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import coco.evm.U256;
import java.math.BigInteger;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BinaryOperator;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** 256-bit arithmetic against BigInteger on seeded numbers of all lengths. */
class WordsTest {
    private static final BigInteger MODULUS = BigInteger.TWO.pow(256);
    private static final int ROUNDS = 30_000;

    private final Division division = new Division();

    private interface InPlace {
        void run(long[] s, int x, int y);
    }

    @Test
    void multiplies() {
        check(7, Words::multiply, BigInteger::multiply);
    }

    @Test
    void divides() {
        check(1, division::divide, (x, y) -> y.signum() == 0 ? y : x.divide(y));
        check(2, division::remainder, (x, y) -> y.signum() == 0 ? y : x.mod(y));
    }

    @Test
    void dividesSigned() {
        check(
                3,
                division::divideSigned,
                (x, y) -> y.signum() == 0 ? y : signed(x).divide(signed(y)));
        check(
                4,
                division::remainderSigned,
                (x, y) -> y.signum() == 0 ? y : signed(x).remainder(signed(y)));
    }

    @Test
    void raisesToAPower() {
        check(5, division::power, (x, y) -> x.modPow(y, MODULUS));
    }

    @Test
    void shifts() {
        check(6, Words::shiftLeft, (x, y) -> small(x) ? y.shiftLeft(x.intValue()) : BigInteger.ZERO);
        check(8, Words::shiftRight, (x, y) -> small(x) ? y.shiftRight(x.intValue()) : BigInteger.ZERO);
        check(9, Words::shiftRightSigned, (x, y) -> signed(y).shiftRight(small(x) ? x.intValue() : 256));
    }

    @Test
    void picksAndExtendsBytes() {
        check(
                10,
                Words::byteAt,
                (x, y) -> x.compareTo(BigInteger.valueOf(31)) > 0
                        ? BigInteger.ZERO
                        : y.shiftRight(248 - 8 * x.intValue()).and(BigInteger.valueOf(255)));
        check(11, Words::signExtend, (x, y) -> {
            if (x.compareTo(BigInteger.valueOf(30)) > 0) return y;
            var bits = 8 * (x.intValue() + 1);
            var low = y.mod(BigInteger.TWO.pow(bits));
            return low.testBit(bits - 1) ? low.subtract(BigInteger.TWO.pow(bits)) : low;
        });
    }

    @Test
    void compares() {
        check(15, (s, x, y) -> Words.set(s, y, Words.below(s, x, s, y)), (x, y) -> bit(x.compareTo(y) < 0));
        check(16, (s, x, y) -> Words.set(s, y, Words.areEqual(s, x, s, y) ? 1 : 0), (x, y) -> bit(x.equals(y)));
        check(12, (s, x, y) -> Words.set(s, y, Words.less(s, x, y) ? 1 : 0), (x, y) -> bit(x.compareTo(y) < 0));
        check(
                13,
                (s, x, y) -> Words.set(s, y, Words.belowSigned(s, x, s, y)),
                (x, y) -> bit(signed(x).compareTo(signed(y)) < 0));
    }

    @Test
    void reducesSumsAndProductsOfAnySize() {
        var seeded = new SplittableRandom(14);
        for (var i = 0; i < ROUNDS; i++) {
            BigInteger a = number(seeded), b = number(seeded), m = number(seeded);
            var s = new long[12];
            var wantSum = m.signum() == 0 ? m : a.add(b).mod(m);
            fill(s, a, b, m);
            division.addModulo(s, 0, 4, 8);
            assertEquals(wantSum, value(s, 8), () -> "(" + a + " + " + b + ") mod " + m);
            var wantProduct = m.signum() == 0 ? m : a.multiply(b).mod(m);
            fill(s, a, b, m);
            division.multiplyModulo(s, 0, 4, 8);
            assertEquals(wantProduct, value(s, 8), () -> "(" + a + " * " + b + ") mod " + m);
        }
    }

    /** From its 64th repetition on a modulus of 214 bits or more has arithmetic of its own. */
    @Test
    void multipliesModuloWhatComesAgainAndAgain() {
        var seeded = new SplittableRandom(15);
        for (var bits = 200; bits <= 256; bits++) {
            var lowest = BigInteger.TWO.pow(bits - 1);
            var among = lowest.or(number(seeded).mod(lowest));
            for (var m : List.of(
                    lowest,
                    lowest.add(BigInteger.ONE),
                    among,
                    BigInteger.TWO.pow(bits).subtract(BigInteger.ONE))) repeat(seeded, m);
        }
    }

    private void repeat(SplittableRandom seeded, BigInteger m) {
        for (var i = 0; i < 1000; i++) {
            BigInteger a = number(seeded), b = number(seeded);
            // Just below a multiple: where a quotient's digit is most easily wrong.
            if (i % 8 == 0) a = m.subtract(BigInteger.valueOf(i % 3));
            if (i % 16 == 0) b = m.subtract(BigInteger.valueOf(i % 5));
            // Another between, as large but for one limb, is not taken for it.
            var other = i % 100 == 99 ? m.flipBit(64 * (i / 100 % 4)) : m;
            var want = other.signum() == 0 ? other : a.multiply(b).mod(other);
            var s = new long[12];
            fill(s, a, b, other);
            division.multiplyModulo(s, 0, 4, 8);
            var said = "(" + a + " * " + b + ") mod " + other;
            assertEquals(want, value(s, 8), () -> said);
        }
    }

    private void check(int seed, InPlace operation, BinaryOperator<BigInteger> reference) {
        var seeded = new SplittableRandom(seed);
        for (var i = 0; i < ROUNDS; i++) {
            BigInteger x = number(seeded), y = number(seeded);
            var s = new long[12];
            fill(s, x, y, BigInteger.ZERO);
            operation.run(s, 0, 4);
            assertEquals(reference.apply(x, y).mod(MODULUS), value(s, 4), () -> x.toString(16) + ", " + y.toString(16));
        }
    }

    private static boolean small(BigInteger x) {
        return x.bitLength() < 9 && x.intValue() < 256;
    }

    private static BigInteger bit(boolean set) {
        return set ? BigInteger.ONE : BigInteger.ZERO;
    }

    private static BigInteger signed(BigInteger x) {
        return x.testBit(255) ? x.subtract(MODULUS) : x;
    }

    /** Limbs that are all ones or zeros are frequent: carries and wrong guesses happen there. */
    private static BigInteger number(RandomGenerator random) {
        var value = BigInteger.ZERO;
        for (var limbs = random.nextInt(5); limbs > 0; limbs--) {
            var limb =
                    switch (random.nextInt(6)) {
                        case 0 -> 0L;
                        case 1 -> -1L;
                        case 2 -> Long.MIN_VALUE;
                        case 3 -> random.nextLong() >>> random.nextInt(64);
                        default -> random.nextLong();
                    };
            value = value.shiftLeft(64).or(U256.of(limb).toBigInteger());
        }
        return random.nextInt(8) == 0 ? value.and(BigInteger.valueOf(511)) : value;
    }

    private static void fill(long[] s, BigInteger... values) {
        for (var i = 0; i < values.length; i++) Environment.pushNumber(s, 4 * i, U256.of(values[i]));
    }

    private static BigInteger value(long[] s, int at) {
        return Calls.number(s, at).toBigInteger();
    }
}
