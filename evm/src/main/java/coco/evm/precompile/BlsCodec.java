package coco.evm.precompile;

import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/** Field elements and points as EIP-2537 writes them: 64 bytes an element, of which the first 16 are zero. */
final class BlsCodec {
    static final int ELEMENT = 64;
    static final int FIRST = 2 * ELEMENT;
    static final int SECOND = 4 * ELEMENT;
    private static final int PADDING = 16;

    private BlsCodec() {}

    static @Nullable BlsFp element(byte[] input, int at) {
        return Words.zero(input, at, at + PADDING) ? number(input, at + PADDING) : null;
    }

    /** 48 bytes below the modulus, or null. */
    static @Nullable BlsFp number(byte[] input, int at) {
        var number = new BigInteger(1, input, at, ELEMENT - PADDING);
        return number.compareTo(BlsFp.MODULUS) < 0 ? BlsFp.of(number) : null;
    }

    static @Nullable Fp2<BlsFp> pair(byte[] input, int at) {
        var real = element(input, at);
        var imaginary = element(input, at + ELEMENT);
        return real == null || imaginary == null ? null : new Fp2<>(real, imaginary);
    }

    static @Nullable CurvePoint<BlsFp> first(byte[] input, int at) {
        var x = element(input, at);
        var y = element(input, at + ELEMENT);
        return x == null || y == null ? null : BlsCurve.first(x, y);
    }

    static @Nullable CurvePoint<Fp2<BlsFp>> second(byte[] input, int at) {
        var x = pair(input, at);
        var y = pair(input, at + 2 * ELEMENT);
        return x == null || y == null ? null : BlsCurve.second(x, y);
    }

    static @Nullable CurvePoint<BlsFp> firstInGroup(byte[] input, int at) {
        var point = first(input, at);
        return point != null && BlsCurve.isInFirstGroup(point) ? point : null;
    }

    static @Nullable CurvePoint<Fp2<BlsFp>> secondInGroup(byte[] input, int at) {
        var point = second(input, at);
        return point != null && BlsCurve.INSTANCE.isInSecondGroup(point) ? point : null;
    }

    static byte[] encodeFirst(CurvePoint<BlsFp> point) {
        var output = new byte[FIRST];
        if (point.isInfinity()) return output;
        var affine = point.normalized();
        write(affine.x, output, 0);
        write(affine.y, output, ELEMENT);
        return output;
    }

    static byte[] encodeSecond(CurvePoint<Fp2<BlsFp>> point) {
        var output = new byte[SECOND];
        if (point.isInfinity()) return output;
        var affine = point.normalized();
        write(affine.x.real, output, 0);
        write(affine.x.imaginary, output, ELEMENT);
        write(affine.y.real, output, 2 * ELEMENT);
        write(affine.y.imaginary, output, 3 * ELEMENT);
        return output;
    }

    private static void write(BlsFp element, byte[] output, int at) {
        var bytes = element.toBigInteger().toByteArray();
        var sign = bytes[0] == 0 ? 1 : 0;
        System.arraycopy(bytes, sign, output, at + ELEMENT - bytes.length + sign, bytes.length - sign);
    }
}
