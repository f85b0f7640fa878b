package coco.evm.chain;

import coco.evm.Fork;
import coco.evm.U256;
import java.math.BigInteger;

/** How hard a block was to mine, before the Merge: a function of its parent and of the time since (yellow paper, 4.3.4). */
final class Difficulty {
    private static final BigInteger MIN = BigInteger.valueOf(131_072);
    private static final int STEP_BITS = 11;
    private static final int FALL_MAX = -99;
    private static final long BOMB_PERIOD = 100_000;

    private Difficulty() {}

    /** @param timestamp of the block, in seconds */
    static U256 of(Fork fork, BlockHeader parent, long timestamp) {
        var before = parent.difficulty().toBigInteger();
        var step = before.shiftRight(STEP_BITS);
        var moved = before.add(step.multiply(BigInteger.valueOf(steps(fork, parent, timestamp - parent.timestamp()))));
        // The bomb comes on top of the bound, as the clients have it.
        return U256.of(moved.max(MIN).add(bomb(fork, parent.number() + 1)));
    }

    private static long steps(Fork fork, BlockHeader parent, long seconds) {
        if (!fork.isAtLeast(Fork.HOMESTEAD)) return seconds < 13 ? 1 : -1;
        if (!fork.isAtLeast(Fork.BYZANTIUM)) return Math.max(1 - seconds / 10, FALL_MAX);
        var most = parent.ommersHash().equals(BlockHeader.NO_OMMERS) ? 1 : 2;
        return Math.max(most - seconds / 9, FALL_MAX);
    }

    private static BigInteger bomb(Fork fork, long number) {
        var period = Math.max(0, number - delay(fork)) / BOMB_PERIOD;
        return period < 2 ? BigInteger.ZERO : BigInteger.ONE.shiftLeft((int) Math.min(period - 2, 1 << 20));
    }

    /** EIP-649, EIP-1234, EIP-2384, EIP-3554. */
    private static long delay(Fork fork) {
        if (fork.isAtLeast(Fork.LONDON)) return 9_700_000;
        if (fork.isAtLeast(Fork.BERLIN)) return 9_000_000;
        if (fork.isAtLeast(Fork.CONSTANTINOPLE)) return 5_000_000;
        return fork.isAtLeast(Fork.BYZANTIUM) ? 3_000_000 : 0;
    }
}
