package coco.evm.hash;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * Remembers hashes of 64-byte inputs: one entry a place, a newer one replaces an older one.
 *
 * <p>Entries are immutable and compared in full, so threads may race: at worst a hash is computed twice. The table never
 * grows: {@link #PLACES} entries of about 112 bytes.
 */
final class SlotHashes {
    static final int KEY_SIZE = 64;
    static final int PLACES = 1 << 14;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final @Nullable Entry[] TABLE = new @Nullable Entry[PLACES];

    /** The input's eight lanes and the output's four limbs, least significant first. */
    private record Entry(
            long k0,
            long k1,
            long k2,
            long k3,
            long k4,
            long k5,
            long k6,
            long k7,
            long h0,
            long h1,
            long h2,
            long h3) {}

    private SlotHashes() {}

    static void lookUp(byte[] data, int offset, long[] limbs, int at) {
        var k0 = (long) LONGS.get(data, offset);
        var k1 = (long) LONGS.get(data, offset + 8);
        var k2 = (long) LONGS.get(data, offset + 16);
        var k3 = (long) LONGS.get(data, offset + 24);
        var k4 = (long) LONGS.get(data, offset + 32);
        var k5 = (long) LONGS.get(data, offset + 40);
        var k6 = (long) LONGS.get(data, offset + 48);
        var k7 = (long) LONGS.get(data, offset + 56);
        var place = place(k0 ^ k3 * 31, k1 ^ k2 * 31, k4 + k7 * 31, k5 + k6 * 31);
        var found = TABLE[place];
        if (found == null
                || ((found.k0 ^ k0) | (found.k1 ^ k1) | (found.k2 ^ k2) | (found.k3 ^ k3)) != 0
                || ((found.k4 ^ k4) | (found.k5 ^ k5) | (found.k6 ^ k6) | (found.k7 ^ k7)) != 0) {
            var lanes = Keccak256.absorb(data, offset, KEY_SIZE);
            found = new Entry(
                    k0,
                    k1,
                    k2,
                    k3,
                    k4,
                    k5,
                    k6,
                    k7,
                    Long.reverseBytes(lanes[3]),
                    Long.reverseBytes(lanes[2]),
                    Long.reverseBytes(lanes[1]),
                    Long.reverseBytes(lanes[0]));
            TABLE[place] = found;
        }
        limbs[at] = found.h0;
        limbs[at + 1] = found.h1;
        limbs[at + 2] = found.h2;
        limbs[at + 3] = found.h3;
    }

    /** Multiplies by odd constants with mixed bits (the golden ratio and the fractions of two square roots). */
    private static int place(long a, long b, long c, long d) {
        var mixed = a * 0x9E3779B97F4A7C15L;
        mixed = (mixed ^ mixed >>> 32 ^ b) * 0xBB67AE8584CAA73BL;
        mixed = (mixed ^ mixed >>> 32 ^ c) * 0x9E3779B97F4A7C15L;
        mixed = (mixed ^ mixed >>> 32 ^ d) * 0xBB67AE8584CAA73BL;
        return (int) (mixed >>> 64 - 14);
    }
}
