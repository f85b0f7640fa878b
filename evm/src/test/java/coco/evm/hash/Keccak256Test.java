package coco.evm.hash;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import coco.evm.U256;
import java.util.HexFormat;
import java.util.SplittableRandom;
import org.bouncycastle.crypto.digests.KeccakDigest;
import org.junit.jupiter.api.Test;

class Keccak256Test {
    private static byte[] expected(byte[] data, int offset, int length) {
        var digest = new KeccakDigest(256);
        digest.update(data, offset, length);
        var out = new byte[32];
        digest.doFinal(out, 0);
        return out;
    }

    @Test
    void knowsTheHashOfNothing() {
        assertEquals(
                "c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470",
                HexFormat.of().formatHex(Keccak256.hash(new byte[0])));
    }

    @Test
    void agreesWithBouncyCastleOnEveryLengthUpToThreeBlocks() {
        var random = new SplittableRandom(1);
        var data = new byte[500];
        random.nextBytes(data);
        for (var length = 0; length <= 420; length++) {
            var offset = random.nextInt(data.length - length);
            assertArrayEquals(expected(data, offset, length), Keccak256.hash(data, offset, length));
        }
    }

    @Test
    void writesWhereItIsTold() {
        var data = new byte[100];
        new SplittableRandom(2).nextBytes(data);
        var expected = expected(data, 3, 90);
        Keccak256.hash(data, 3, 90, data, 7);
        assertArrayEquals(expected, java.util.Arrays.copyOfRange(data, 7, 39));
        assertThrows(IndexOutOfBoundsException.class, () -> Keccak256.hash(data, 3, 98, data, 0));
        assertThrows(IndexOutOfBoundsException.class, () -> Keccak256.hash(data, 0, 9, data, 69));
    }

    @Test
    void limbsAreTheSameHashWithTheCacheAndWithout() {
        var random = new SplittableRandom(3);
        var limbs = new long[8];
        var data = new byte[128];
        for (var i = 0; i < 60_000; i++) {
            // Few distinct inputs, so that both hits and replaced entries occur.
            data[31] = (byte) random.nextInt();
            data[30] = (byte) random.nextInt();
            data[63] = (byte) random.nextInt(4);
            var length = i % 8 == 0 ? random.nextInt(128) : 64;
            Keccak256.hashToLimbs(data, 0, length, limbs, 2);
            var got = new U256(limbs[5], limbs[4], limbs[3], limbs[2]);
            assertArrayEquals(Keccak256.hash(data, 0, length), got.toBytes());
        }
    }
}
