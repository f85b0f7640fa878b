package coco.conformance.fuzz;

import coco.evm.U256;
import java.util.List;
import java.util.SplittableRandom;

/** Random choices, all from one seed. One owner. */
final class Dice {
    private static final int WORD_BYTES = 32;

    private final SplittableRandom random;

    Dice(long seed) {
        random = new SplittableRandom(seed);
    }

    int below(int bound) {
        return random.nextInt(bound);
    }

    /** Both ends are possible. */
    int between(int low, int high) {
        return random.nextInt(low, high + 1);
    }

    /** True in one of so many cases. */
    boolean oneIn(int cases) {
        return random.nextInt(cases) == 0;
    }

    <T> T of(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    int of(int... all) {
        return all[random.nextInt(all.length)];
    }

    byte[] bytes(int size) {
        var bytes = new byte[size];
        random.nextBytes(bytes);
        return bytes;
    }

    /** A word of those at which arithmetic goes wrong: small, near powers of two, near the top, or anything. */
    U256 word() {
        return switch (below(6)) {
            case 0, 1 -> U256.of(below(40));
            case 2 -> U256.ZERO.minus(U256.of(below(40)));
            case 3 -> power().plus(U256.of(below(3))).minus(U256.ONE);
            default -> U256.ofBytes(bytes(between(1, WORD_BYTES)));
        };
    }

    private U256 power() {
        var bytes = new byte[WORD_BYTES];
        var bit = below(8 * WORD_BYTES);
        bytes[bit / 8] = (byte) (1 << bit % 8);
        return U256.ofBytes(bytes);
    }
}
