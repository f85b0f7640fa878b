package coco.evm.precompile;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * 0x0a: whether the polynomial of a commitment has the value y at z (EIP-4844). Input: versioned hash, z, y, a word each;
 * commitment and proof of 48 bytes.
 */
final class PointEvaluation implements Precompile {
    private static final int SIZE = 192;
    private static final int COMMITMENT = 96;
    private static final int PROOF = 144;
    private static final int POINT = 48;

    /** The secret number of the public ceremony times the generator of the second group, compressed. */
    private static final String CEREMONY = "b5bfd7dd8cdeb128843bc287230af38926187075cbfbefa81009a2ce615ac53d"
            + "2914e5870cb452d2afaaab24f3499f72185cbfee53492714734429b7b38608e2"
            + "3926c911cceceac9a36851477ba4c60b087041de621000edc98edada20c1def2";

    private static final CurvePoint<Fp2<BlsFp>> SECRET = secret();
    private static final byte[] OUTPUT = output();

    @Override
    public long gas(byte[] input) {
        return 50_000;
    }

    @Override
    public byte @Nullable [] run(byte[] input) {
        if (input.length != SIZE) return null;
        var hash = Sha256.hash(Arrays.copyOfRange(input, COMMITMENT, PROOF));
        hash[0] = 1;
        if (!Arrays.equals(hash, 0, 32, input, 0, 32)) return null;
        var z = new BigInteger(1, input, 32, 32);
        var y = new BigInteger(1, input, 64, 32);
        if (z.compareTo(BlsCurve.ORDER) >= 0 || y.compareTo(BlsCurve.ORDER) >= 0) return null;
        var commitment = point(input, COMMITMENT);
        var proof = commitment == null ? null : point(input, PROOF);
        if (commitment == null || proof == null) return null;
        return holds(commitment, z, y, proof) ? OUTPUT.clone() : null;
    }

    /** e(commitment - y, -1) e(proof, secret - z) = 1, numbers standing for multiples of the generators. */
    private static boolean holds(CurvePoint<BlsFp> commitment, BigInteger z, BigInteger y, CurvePoint<BlsFp> proof) {
        var generator = BlsCurve.SECOND_GENERATOR;
        var value = commitment.plus(BlsCurve.FIRST_GENERATOR.times(y).negate());
        var point = SECRET.plus(generator.times(z).negate());
        List<Pairing.Pair<BlsFp>> pairs = new ArrayList<>();
        if (!value.isInfinity()) pairs.add(new Pairing.Pair<>(value.normalized(), generator.negate()));
        if (!proof.isInfinity() && !point.isInfinity()) pairs.add(new Pairing.Pair<>(proof, point.normalized()));
        return BlsCurve.INSTANCE.productIsOne(pairs);
    }

    /** A compressed point of the first group: flags for compression, infinity and the larger y in the highest bits. */
    private static @Nullable CurvePoint<BlsFp> point(byte[] input, int at) {
        var flags = input[at] & 0xe0;
        var bytes = Arrays.copyOfRange(input, at, at + POINT);
        bytes[0] &= 0x1f;
        if (flags == 0xc0) return Words.zero(bytes, 0, POINT) ? CurvePoint.infinity(BlsFp.ONE) : null;
        if ((flags & 0xc0) != 0x80) return null;
        var x = BlsCodec.number(bytes, 0);
        var point = x == null ? null : BlsCurve.decompressFirst(x, flags == 0xa0);
        return point != null && BlsCurve.isInFirstGroup(point) ? point : null;
    }

    private static CurvePoint<Fp2<BlsFp>> secret() {
        var bytes = HexFormat.of().parseHex(CEREMONY);
        var large = (bytes[0] & 0x20) != 0;
        bytes[0] &= 0x1f;
        var imaginary = BlsCodec.number(bytes, 0);
        var real = BlsCodec.number(bytes, POINT);
        var point =
                real == null || imaginary == null ? null : BlsCurve.decompressSecond(new Fp2<>(real, imaginary), large);
        if (point == null || !BlsCurve.INSTANCE.isInSecondGroup(point))
            throw new IllegalStateException("the constant of the ceremony is no point of the group");
        return point;
    }

    /** Two words: how many field elements a blob has, and the order of the group. */
    private static byte[] output() {
        var output = new byte[64];
        output[30] = 4096 >> 8;
        var order = BlsCurve.ORDER.toByteArray();
        System.arraycopy(order, 0, output, 64 - order.length, order.length);
        return output;
    }
}
