package coco.evm.precompile;

import coco.evm.Fork;
import coco.evm.U256;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** 0x06 to 0x08: addition, multiplication (EIP-196) and pairing (EIP-197) on alt_bn128; prices of EIP-1108 since Istanbul. */
final class BnPrecompile implements Precompile {
    /** Which of the three. */
    enum Operation {
        ADD,
        MULTIPLY,
        PAIR
    }

    private static final int PAIR_SIZE = 192;
    private static final byte[] INFINITY = new byte[64];

    private final Operation operation;
    private final boolean sinceIstanbul;

    BnPrecompile(Operation operation, Fork fork) {
        this.operation = operation;
        this.sinceIstanbul = fork.isAtLeast(Fork.ISTANBUL);
    }

    @Override
    public long gas(byte[] input) {
        long pairs = input.length / PAIR_SIZE;
        return switch (operation) {
            case ADD -> sinceIstanbul ? 150 : 500;
            case MULTIPLY -> sinceIstanbul ? 6_000 : 40_000;
            case PAIR -> sinceIstanbul ? 45_000 + 34_000 * pairs : 100_000 + 80_000 * pairs;
        };
    }

    @Override
    public byte @Nullable [] run(byte[] input) {
        return switch (operation) {
            case ADD -> add(Words.slice(input, 0, 128));
            case MULTIPLY -> multiply(Words.slice(input, 0, 96));
            case PAIR -> pair(input);
        };
    }

    private static byte @Nullable [] add(byte[] input) {
        var a = first(input, 0);
        var b = first(input, 64);
        return a == null || b == null ? null : encode(a.plus(b));
    }

    private static byte @Nullable [] multiply(byte[] input) {
        var point = first(input, 0);
        return point == null ? null : encode(point.times(new BigInteger(1, input, 64, 32)));
    }

    private static byte @Nullable [] pair(byte[] input) {
        if (input.length % PAIR_SIZE != 0) return null;
        List<Pairing.Pair<BnFp>> pairs = new ArrayList<>();
        for (var at = 0; at < input.length; at += PAIR_SIZE) {
            var first = first(input, at);
            var second = second(input, at + 64);
            if (first == null || second == null) return null;
            if (!first.isInfinity() && !second.isInfinity()) pairs.add(new Pairing.Pair<>(first, second));
        }
        var output = new byte[32];
        output[31] = (byte) (BnCurve.INSTANCE.productIsOne(pairs) ? 1 : 0);
        return output;
    }

    /** A point of the curve over the small field, or null. */
    private static @Nullable CurvePoint<BnFp> first(byte[] input, int at) {
        var x = element(input, at);
        var y = element(input, at + 32);
        if (x == null || y == null) return null;
        if (x.isZero() && y.isZero()) return CurvePoint.infinity(x);
        var point = CurvePoint.of(x, y);
        return BnCurve.isOnCurve(point) ? point : null;
    }

    /** A point of the second group, or null; imaginary parts come first. */
    private static @Nullable CurvePoint<Fp2<BnFp>> second(byte[] input, int at) {
        var xi = element(input, at);
        var xr = element(input, at + 32);
        var yi = element(input, at + 64);
        var yr = element(input, at + 96);
        if (xi == null || xr == null || yi == null || yr == null) return null;
        var x = new Fp2<>(xr, xi);
        var y = new Fp2<>(yr, yi);
        if (x.isZero() && y.isZero()) return CurvePoint.infinity(x);
        var point = CurvePoint.of(x, y);
        return BnCurve.INSTANCE.isInSecondGroup(point) ? point : null;
    }

    private static @Nullable BnFp element(byte[] input, int at) {
        var number = new BigInteger(1, input, at, 32);
        return number.compareTo(BnFp.MODULUS) < 0 ? BnFp.of(number) : null;
    }

    private static byte[] encode(CurvePoint<BnFp> point) {
        if (point.isInfinity()) return INFINITY.clone();
        var affine = point.normalized();
        var output = Arrays.copyOf(U256.of(affine.x.toBigInteger()).toBytes(), 64);
        System.arraycopy(U256.of(affine.y.toBigInteger()).toBytes(), 0, output, 32, 32);
        return output;
    }
}
