package coco.evm.precompile;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** 0x0b to 0x11: operations on BLS12-381 (EIP-2537). Whatever is not exactly a list of what is asked for fails. */
final class BlsPrecompile implements Precompile {
    /** Each with the number of its address. */
    enum Operation {
        FIRST_ADD(0x0b),
        FIRST_SUM(0x0c),
        SECOND_ADD(0x0d),
        SECOND_SUM(0x0e),
        PAIR(0x0f),
        FIRST_MAP(0x10),
        SECOND_MAP(0x11);

        final int number;

        Operation(int number) {
            this.number = number;
        }
    }

    private static final int SCALAR = 32;
    private static final int FIRST_TERM = BlsCodec.FIRST + SCALAR;
    private static final int SECOND_TERM = BlsCodec.SECOND + SCALAR;
    private static final int PAIR_SIZE = BlsCodec.FIRST + BlsCodec.SECOND;

    private final Operation operation;

    BlsPrecompile(Operation operation) {
        this.operation = operation;
    }

    @Override
    public long gas(byte[] input) {
        return switch (operation) {
            case FIRST_ADD -> BlsPrices.FIRST_ADD;
            case FIRST_SUM -> BlsPrices.firstSum(input.length / FIRST_TERM);
            case SECOND_ADD -> BlsPrices.SECOND_ADD;
            case SECOND_SUM -> BlsPrices.secondSum(input.length / SECOND_TERM);
            case PAIR -> BlsPrices.pairing(input.length / PAIR_SIZE);
            case FIRST_MAP -> BlsPrices.FIRST_MAP;
            case SECOND_MAP -> BlsPrices.SECOND_MAP;
        };
    }

    @Override
    public byte @Nullable [] run(byte[] input) {
        return switch (operation) {
            case FIRST_ADD -> add(input, BlsCodec.FIRST, BlsCodec::first, BlsCodec::encodeFirst);
            case FIRST_SUM -> sum(input, BlsCodec.FIRST, BlsCodec::firstInGroup, BlsCodec::encodeFirst);
            case SECOND_ADD -> add(input, BlsCodec.SECOND, BlsCodec::second, BlsCodec::encodeSecond);
            case SECOND_SUM -> sum(input, BlsCodec.SECOND, BlsCodec::secondInGroup, BlsCodec::encodeSecond);
            case PAIR -> pair(input);
            case FIRST_MAP -> mapFirst(input);
            case SECOND_MAP -> mapSecond(input);
        };
    }

    private static <E extends Element<E>> byte @Nullable [] add(
            byte[] input,
            int size,
            BiFunction<byte[], Integer, @Nullable CurvePoint<E>> read,
            Function<CurvePoint<E>, byte[]> write) {
        if (input.length != 2 * size) return null;
        var a = read.apply(input, 0);
        var b = read.apply(input, size);
        return a == null || b == null ? null : write.apply(a.plus(b));
    }

    private static <E extends Element<E>> byte @Nullable [] sum(
            byte[] input,
            int size,
            BiFunction<byte[], Integer, @Nullable CurvePoint<E>> read,
            Function<CurvePoint<E>, byte[]> write) {
        if (input.length == 0 || input.length % (size + SCALAR) != 0) return null;
        var points = new ArrayList<CurvePoint<E>>();
        var scalars = new ArrayList<BigInteger>();
        for (var at = 0; at < input.length; at += size + SCALAR) {
            var point = read.apply(input, at);
            if (point == null) return null;
            points.add(point);
            scalars.add(new BigInteger(1, input, at + size, SCALAR));
        }
        return write.apply(CurvePoint.sum(points, scalars));
    }

    private static byte @Nullable [] pair(byte[] input) {
        if (input.length == 0 || input.length % PAIR_SIZE != 0) return null;
        List<Pairing.Pair<BlsFp>> pairs = new ArrayList<>();
        for (var at = 0; at < input.length; at += PAIR_SIZE) {
            var first = BlsCodec.firstInGroup(input, at);
            var second = first == null ? null : BlsCodec.secondInGroup(input, at + BlsCodec.FIRST);
            if (first == null || second == null) return null;
            if (!first.isInfinity() && !second.isInfinity()) pairs.add(new Pairing.Pair<>(first, second));
        }
        var output = new byte[32];
        output[31] = (byte) (BlsCurve.INSTANCE.productIsOne(pairs) ? 1 : 0);
        return output;
    }

    private static byte @Nullable [] mapFirst(byte[] input) {
        var u = input.length == BlsCodec.ELEMENT ? BlsCodec.element(input, 0) : null;
        return u == null ? null : BlsCodec.encodeFirst(BlsCurve.map(u));
    }

    private static byte @Nullable [] mapSecond(byte[] input) {
        var u = input.length == 2 * BlsCodec.ELEMENT ? BlsCodec.pair(input, 0) : null;
        return u == null ? null : BlsCodec.encodeSecond(BlsCurve.INSTANCE.map(u));
    }
}
