package coco.evm.precompile;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/** 0x09: the compression function F of BLAKE2b (RFC 7693, section 3.2) with a number of rounds to choose (EIP-152). */
final class Blake2F implements Precompile {
    private static final int SIZE = 213;
    private static final VarHandle LITTLE = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    /** RFC 7693, section 2.6: the fractions of the square roots of the first eight primes. */
    private static final long[] IV = {
        0x6a09e667f3bcc908L, 0xbb67ae8584caa73bL, 0x3c6ef372fe94f82bL, 0xa54ff53a5f1d36f1L,
        0x510e527fade682d1L, 0x9b05688c2b3e6c1fL, 0x1f83d9abfb41bd6bL, 0x5be0cd19137e2179L
    };

    /** RFC 7693, section 2.7: the order in which a round takes the words of the message, a hex digit each. */
    private static final String[] ORDER = {
        "0123456789abcdef", "ea489fd61c02b753", "b8c052fdae367194", "7931dcbe265a40f8", "905724afe1bc683d",
        "2c6a0b834d75fe19", "c51fed4a0763928b", "db7ec13950f4862a", "6fe9b308c2d714a5", "a2847615fb9e3cd0"
    };

    private static final int[][] SIGMA = sigma();

    private static int[][] sigma() {
        var sigma = new int[ORDER.length][];
        for (var i = 0; i < sigma.length; i++)
            sigma[i] = ORDER[i].chars().map(c -> Character.digit(c, 16)).toArray();
        return sigma;
    }

    @Override
    public long gas(byte[] input) {
        return input.length == SIZE ? Integer.toUnsignedLong((int) INT.get(input, 0)) : 0;
    }

    @Override
    public byte @Nullable [] run(byte[] input) {
        if (input.length != SIZE || (input[SIZE - 1] & 0xfe) != 0) return null;
        var h = new long[8];
        var m = new long[16];
        for (var i = 0; i < 8; i++) h[i] = (long) LITTLE.get(input, 4 + 8 * i);
        for (var i = 0; i < 16; i++) m[i] = (long) LITTLE.get(input, 68 + 8 * i);
        var v = new long[16];
        System.arraycopy(h, 0, v, 0, 8);
        System.arraycopy(IV, 0, v, 8, 8);
        v[12] ^= (long) LITTLE.get(input, 196);
        v[13] ^= (long) LITTLE.get(input, 204);
        if (input[SIZE - 1] == 1) v[14] = ~v[14];
        rounds(Integer.toUnsignedLong((int) INT.get(input, 0)), v, m);
        var output = new byte[64];
        for (var i = 0; i < 8; i++) LITTLE.set(output, 8 * i, h[i] ^ v[i] ^ v[i + 8]);
        return output;
    }

    private static void rounds(long rounds, long[] v, long[] m) {
        var order = 0;
        for (var i = 0L; i < rounds; i++) {
            var s = SIGMA[order];
            order = order == 9 ? 0 : order + 1;
            mix(v, 0, 4, 8, 12, m[s[0]], m[s[1]]);
            mix(v, 1, 5, 9, 13, m[s[2]], m[s[3]]);
            mix(v, 2, 6, 10, 14, m[s[4]], m[s[5]]);
            mix(v, 3, 7, 11, 15, m[s[6]], m[s[7]]);
            mix(v, 0, 5, 10, 15, m[s[8]], m[s[9]]);
            mix(v, 1, 6, 11, 12, m[s[10]], m[s[11]]);
            mix(v, 2, 7, 8, 13, m[s[12]], m[s[13]]);
            mix(v, 3, 4, 9, 14, m[s[14]], m[s[15]]);
        }
    }

    private static void mix(long[] v, int a, int b, int c, int d, long x, long y) {
        var va = v[a] + v[b] + x;
        var vd = Long.rotateRight(v[d] ^ va, 32);
        var vc = v[c] + vd;
        var vb = Long.rotateRight(v[b] ^ vc, 24);
        va += vb + y;
        vd = Long.rotateRight(vd ^ va, 16);
        vc += vd;
        v[a] = va;
        v[b] = Long.rotateRight(vb ^ vc, 63);
        v[c] = vc;
        v[d] = vd;
    }
}
