package coco.evm.hash;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Objects;

/**
 * Keccak-256 as Ethereum uses it: the sponge of FIPS 202 with the padding of the original submission (first byte 01).
 *
 * <p>All methods may be called from any thread.
 */
public final class Keccak256 {
    public static final int SIZE = 32;

    private static final int RATE = 136;
    private static final VarHandle LITTLE = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private Keccak256() {}

    /** The hash of all of {@code data}, as a new array. */
    public static byte[] hash(byte[] data) {
        return hash(data, 0, data.length);
    }

    /** The hash of a range, as a new array. */
    public static byte[] hash(byte[] data, int offset, int length) {
        var target = new byte[SIZE];
        hash(data, offset, length, target, 0);
        return target;
    }

    /** Writes the hash of a range to {@code target}, which may be the array it is read from. */
    public static void hash(byte[] data, int offset, int length, byte[] target, int targetOffset) {
        Objects.checkFromIndexSize(targetOffset, SIZE, target.length);
        var lanes = absorb(data, offset, length);
        for (var i = 0; i < 4; i++) LITTLE.set(target, targetOffset + 8 * i, lanes[i]);
    }

    /**
     * Writes the hash of a range as a 256-bit number: four limbs from {@code at} on, least significant first.
     *
     * <p>Ranges of 64 bytes, which are what Solidity hashes to find a mapping's slot, are looked up in a cache first.
     */
    public static void hashToLimbs(byte[] data, int offset, int length, long[] limbs, int at) {
        Objects.checkFromIndexSize(at, 4, limbs.length);
        if (length == SlotHashes.KEY_SIZE) {
            SlotHashes.lookUp(data, offset, limbs, at);
            return;
        }
        var lanes = absorb(data, offset, length);
        for (var i = 0; i < 4; i++) limbs[at + i] = Long.reverseBytes(lanes[3 - i]);
    }

    /** The state after the last permutation; its first four lanes are the hash, little-endian. */
    static long[] absorb(byte[] data, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, data.length);
        var lanes = new long[25];
        var position = offset;
        var left = length;
        for (; left >= RATE; left -= RATE, position += RATE) {
            for (var i = 0; i < RATE / 8; i++) lanes[i] ^= (long) LITTLE.get(data, position + 8 * i);
            KeccakPermutation.permute(lanes);
        }
        var lane = 0;
        for (; left >= 8; left -= 8, position += 8) lanes[lane++] ^= (long) LITTLE.get(data, position);
        var last = 1L << 8 * left;
        for (var i = 0; i < left; i++) last |= (data[position + i] & 0xffL) << 8 * i;
        lanes[lane] ^= last;
        lanes[RATE / 8 - 1] ^= Long.MIN_VALUE;
        KeccakPermutation.permute(lanes);
        return lanes;
    }
}
