package coco.evm.state;

import java.security.SecureRandom;

/**
 * Places in hash tables. Contracts choose their keys, so the places depend on a secret of the process: nobody can aim
 * for collisions. No order that leaves the machine depends on them.
 */
final class Mix {
    private static final long SECRET = new SecureRandom().nextLong();
    private static final long FACTOR = 0x9e37_79b9_7f4a_7c15L;

    private Mix() {}

    static int of(long w0, long w1, long w2, long w3) {
        var mixed = step(w0 ^ SECRET);
        mixed = step(mixed ^ w1);
        mixed = step(mixed ^ w2);
        mixed = step(mixed ^ w3);
        return (int) (mixed >>> 32);
    }

    private static long step(long word) {
        var product = word * FACTOR;
        return (product ^ product >>> 29) * 0xbf58_476d_1ce4_e5b9L;
    }
}
