package coco.evm.hash;

/** Keccak-f[1600] of FIPS 202, section 3: the 25 lanes live in local variables through all 24 rounds. */
final class KeccakPermutation {
    private static final int ROUNDS = 24;
    private static final long[] ROUND = roundConstants();

    private KeccakPermutation() {}

    /** FIPS 202, algorithm 5: bit 2^j - 1 of a round's constant is the next output of a linear feedback register. */
    private static long[] roundConstants() {
        var constants = new long[ROUNDS];
        var register = 1;
        for (var round = 0; round < ROUNDS; round++) {
            for (var j = 0; j < 7; j++) {
                if ((register & 1) != 0) constants[round] |= 1L << (1 << j) - 1;
                register = (register & 0x80) == 0 ? register << 1 : register << 1 ^ 0x171;
            }
        }
        return constants;
    }

    /** Permutes 25 lanes in place; lane x + 5y is at that index. */
    static void permute(long[] lanes) {
        long s0 = lanes[0];
        long s1 = lanes[1];
        long s2 = lanes[2];
        long s3 = lanes[3];
        long s4 = lanes[4];
        long s5 = lanes[5];
        long s6 = lanes[6];
        long s7 = lanes[7];
        long s8 = lanes[8];
        long s9 = lanes[9];
        long s10 = lanes[10];
        long s11 = lanes[11];
        long s12 = lanes[12];
        long s13 = lanes[13];
        long s14 = lanes[14];
        long s15 = lanes[15];
        long s16 = lanes[16];
        long s17 = lanes[17];
        long s18 = lanes[18];
        long s19 = lanes[19];
        long s20 = lanes[20];
        long s21 = lanes[21];
        long s22 = lanes[22];
        long s23 = lanes[23];
        long s24 = lanes[24];
        for (var round = 0; round < ROUNDS; round++) {
            long c0 = s0 ^ s5 ^ s10 ^ s15 ^ s20;
            long c1 = s1 ^ s6 ^ s11 ^ s16 ^ s21;
            long c2 = s2 ^ s7 ^ s12 ^ s17 ^ s22;
            long c3 = s3 ^ s8 ^ s13 ^ s18 ^ s23;
            long c4 = s4 ^ s9 ^ s14 ^ s19 ^ s24;
            long d0 = c4 ^ Long.rotateLeft(c1, 1);
            long d1 = c0 ^ Long.rotateLeft(c2, 1);
            long d2 = c1 ^ Long.rotateLeft(c3, 1);
            long d3 = c2 ^ Long.rotateLeft(c4, 1);
            long d4 = c3 ^ Long.rotateLeft(c0, 1);
            long b0 = s0 ^ d0;
            long b1 = Long.rotateLeft(s6 ^ d1, 44);
            long b2 = Long.rotateLeft(s12 ^ d2, 43);
            long b3 = Long.rotateLeft(s18 ^ d3, 21);
            long b4 = Long.rotateLeft(s24 ^ d4, 14);
            long b5 = Long.rotateLeft(s3 ^ d3, 28);
            long b6 = Long.rotateLeft(s9 ^ d4, 20);
            long b7 = Long.rotateLeft(s10 ^ d0, 3);
            long b8 = Long.rotateLeft(s16 ^ d1, 45);
            long b9 = Long.rotateLeft(s22 ^ d2, 61);
            long b10 = Long.rotateLeft(s1 ^ d1, 1);
            long b11 = Long.rotateLeft(s7 ^ d2, 6);
            long b12 = Long.rotateLeft(s13 ^ d3, 25);
            long b13 = Long.rotateLeft(s19 ^ d4, 8);
            long b14 = Long.rotateLeft(s20 ^ d0, 18);
            long b15 = Long.rotateLeft(s4 ^ d4, 27);
            long b16 = Long.rotateLeft(s5 ^ d0, 36);
            long b17 = Long.rotateLeft(s11 ^ d1, 10);
            long b18 = Long.rotateLeft(s17 ^ d2, 15);
            long b19 = Long.rotateLeft(s23 ^ d3, 56);
            long b20 = Long.rotateLeft(s2 ^ d2, 62);
            long b21 = Long.rotateLeft(s8 ^ d3, 55);
            long b22 = Long.rotateLeft(s14 ^ d4, 39);
            long b23 = Long.rotateLeft(s15 ^ d0, 41);
            long b24 = Long.rotateLeft(s21 ^ d1, 2);
            s0 = b0 ^ (~b1 & b2) ^ ROUND[round];
            s1 = b1 ^ (~b2 & b3);
            s2 = b2 ^ (~b3 & b4);
            s3 = b3 ^ (~b4 & b0);
            s4 = b4 ^ (~b0 & b1);
            s5 = b5 ^ (~b6 & b7);
            s6 = b6 ^ (~b7 & b8);
            s7 = b7 ^ (~b8 & b9);
            s8 = b8 ^ (~b9 & b5);
            s9 = b9 ^ (~b5 & b6);
            s10 = b10 ^ (~b11 & b12);
            s11 = b11 ^ (~b12 & b13);
            s12 = b12 ^ (~b13 & b14);
            s13 = b13 ^ (~b14 & b10);
            s14 = b14 ^ (~b10 & b11);
            s15 = b15 ^ (~b16 & b17);
            s16 = b16 ^ (~b17 & b18);
            s17 = b17 ^ (~b18 & b19);
            s18 = b18 ^ (~b19 & b15);
            s19 = b19 ^ (~b15 & b16);
            s20 = b20 ^ (~b21 & b22);
            s21 = b21 ^ (~b22 & b23);
            s22 = b22 ^ (~b23 & b24);
            s23 = b23 ^ (~b24 & b20);
            s24 = b24 ^ (~b20 & b21);
        }
        lanes[0] = s0;
        lanes[1] = s1;
        lanes[2] = s2;
        lanes[3] = s3;
        lanes[4] = s4;
        lanes[5] = s5;
        lanes[6] = s6;
        lanes[7] = s7;
        lanes[8] = s8;
        lanes[9] = s9;
        lanes[10] = s10;
        lanes[11] = s11;
        lanes[12] = s12;
        lanes[13] = s13;
        lanes[14] = s14;
        lanes[15] = s15;
        lanes[16] = s16;
        lanes[17] = s17;
        lanes[18] = s18;
        lanes[19] = s19;
        lanes[20] = s20;
        lanes[21] = s21;
        lanes[22] = s22;
        lanes[23] = s23;
        lanes[24] = s24;
    }
}
