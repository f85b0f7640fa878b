package coco.sim;

import java.util.List;
import java.util.SplittableRandom;

/** The only source of chance in a simulated world; equal seeds give equal worlds. */
final class Chance {
    private final SplittableRandom random;

    Chance(long seed) {
        this.random = new SplittableRandom(seed);
    }

    private Chance(SplittableRandom random) {
        this.random = random;
    }

    /** A source of its own for one part of the world, so that its draws do not shift those of the others. */
    Chance split() {
        return new Chance(random.split());
    }

    /** True once in {@code outOf} times on average; never where {@code outOf} is 0. */
    boolean oneIn(int outOf) {
        return outOf > 0 && random.nextInt(outOf) == 0;
    }

    int below(int bound) {
        return random.nextInt(bound);
    }

    /** From {@code low} to {@code high}, both included. */
    long between(long low, long high) {
        return random.nextLong(low, high + 1);
    }

    <T> T pick(List<T> items) {
        return items.get(random.nextInt(items.size()));
    }

    byte[] bytes(int size) {
        var bytes = new byte[size];
        random.nextBytes(bytes);
        return bytes;
    }
}
