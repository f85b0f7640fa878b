package coco.evm.precompile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class CurveTest {
    private final SplittableRandom random = new SplittableRandom(21);

    private BigInteger number(int bits) {
        var bytes = new byte[bits / 8];
        random.nextBytes(bytes);
        return new BigInteger(1, bytes);
    }

    private <F extends Fp<F>> void agreesWithBigInteger(F one) {
        var modulus = one.modulus();
        var edges = List.of(BigInteger.ZERO, BigInteger.ONE, modulus.subtract(BigInteger.ONE), modulus.shiftRight(1));
        for (var i = 0; i < 3_000; i++) {
            var a = i % 5 == 0 ? edges.get(random.nextInt(4)) : number(512).mod(modulus);
            var b = i % 7 == 0 ? edges.get(random.nextInt(4)) : number(512).mod(modulus);
            var x = one.make(a);
            var y = one.make(b);
            assertEquals(a, x.toBigInteger());
            assertEquals(a.multiply(b).mod(modulus), x.times(y).toBigInteger());
            assertEquals(a.add(b).mod(modulus), x.plus(y).toBigInteger());
            assertEquals(a.subtract(b).mod(modulus), x.minus(y).toBigInteger());
            assertEquals(a.signum() == 0, x.isZero());
            if (a.signum() != 0) assertTrue(x.times(x.inverse()).same(one));
            var root = x.square().squareRoot();
            if (root == null) throw new AssertionError("a square has a root");
            assertTrue(root.same(x) || root.same(x.negate()));
        }
    }

    @Test
    void fieldsAgreeWithBigInteger() {
        agreesWithBigInteger(BnFp.ONE);
        agreesWithBigInteger(BlsFp.ONE);
    }

    @Test
    void bothWaysToSumAgree() {
        var points = new ArrayList<CurvePoint<BlsFp>>();
        var scalars = new ArrayList<BigInteger>();
        var total = BigInteger.ZERO;
        for (var i = 1; i <= 120; i++) {
            var factor = BigInteger.valueOf(i % 9);
            var scalar = i % 11 == 0 ? BigInteger.ZERO : number(256);
            points.add(BlsCurve.FIRST_GENERATOR.times(factor));
            scalars.add(scalar);
            total = total.add(factor.multiply(scalar));
        }
        var expected = BlsCurve.FIRST_GENERATOR.times(total);
        assertTrue(expected.same(CurvePoint.sum(points, scalars)));
        var few = CurvePoint.sum(points.subList(0, 60), scalars.subList(0, 60));
        assertTrue(expected.same(few.plus(CurvePoint.sum(points.subList(60, 120), scalars.subList(60, 120)))));
        assertFalse(expected.same(few));
    }

    @Test
    void pairingsAreBilinear() {
        var a = number(256);
        var b = number(256);
        var first = BlsCurve.FIRST_GENERATOR;
        var second = BlsCurve.SECOND_GENERATOR;
        var left =
                new Pairing.Pair<>(first.times(a).normalized(), second.times(b).normalized());
        var right = new Pairing.Pair<>(first.times(a.multiply(b)).negate().normalized(), second);
        var wrong = new Pairing.Pair<>(
                first.times(a.multiply(b).add(BigInteger.ONE)).negate().normalized(), second);
        assertTrue(BlsCurve.INSTANCE.productIsOne(List.of(left, right)));
        assertFalse(BlsCurve.INSTANCE.productIsOne(List.of(left, wrong)));
        assertFalse(BlsCurve.INSTANCE.productIsOne(List.of(left)));
    }

    @Test
    void onlyPointsOfThePrimeOrderAreInTheGroups() {
        assertTrue(BlsCurve.isInFirstGroup(BlsCurve.FIRST_GENERATOR));
        assertTrue(BlsCurve.INSTANCE.isInSecondGroup(BlsCurve.SECOND_GENERATOR));
        var outside = 0;
        for (var i = 1; i < 20; i++) {
            var first = BlsCurve.decompressFirst(BlsFp.of(i), false);
            var second = BlsCurve.decompressSecond(new Fp2<>(BlsFp.of(i), BlsFp.ONE), true);
            if (first != null) {
                assertEquals(first.times(BlsCurve.ORDER).isInfinity(), BlsCurve.isInFirstGroup(first));
                outside++;
            }
            if (second != null) {
                assertEquals(second.times(BlsCurve.ORDER).isInfinity(), BlsCurve.INSTANCE.isInSecondGroup(second));
                outside++;
            }
        }
        assertTrue(outside > 10, outside + " points");
    }
}
