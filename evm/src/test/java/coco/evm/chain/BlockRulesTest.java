package coco.evm.chain;

import static org.junit.jupiter.api.Assertions.assertEquals;

import coco.evm.Address;
import coco.evm.ChainConfig;
import coco.evm.Fork;
import coco.evm.Hash;
import coco.evm.U256;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rules that the public suites at hand do not reach: difficulty over time, and the size of a block. */
class BlockRulesTest {
    private static final long TARGET = 15_000_000;
    private static final Hash SOME = Hash.ofHex("11".repeat(32));

    private static BlockHeader header(
            Hash parent, long number, long timestamp, int difficulty, Hash ommers, boolean osaka) {
        return new BlockHeader(
                parent,
                ommers,
                Address.ZERO,
                SOME,
                SOME,
                SOME,
                LogsBloom.EMPTY,
                U256.of(difficulty),
                number,
                2 * TARGET,
                TARGET,
                timestamp,
                new byte[0],
                SOME,
                0,
                osaka ? U256.of(7) : null,
                osaka ? SOME : null,
                osaka ? 0L : null,
                osaka ? 0L : null,
                osaka ? SOME : null,
                osaka ? SOME : null);
    }

    private static void assertDifficulty(int expected, Fork fork, int seconds, long number, boolean ommers) {
        var parent = header(SOME, number - 1, 1000, 1_000_000, ommers ? SOME : BlockHeader.NO_OMMERS, false);
        assertEquals(U256.of(expected), Difficulty.of(fork, parent, 1000 + seconds));
    }

    @Test
    void difficultyFollowsTheTimeBetweenBlocks() {
        assertDifficulty(1_000_488, Fork.FRONTIER, 12, 10, false);
        assertDifficulty(999_512, Fork.FRONTIER, 13, 10, false);
        assertDifficulty(1_000_488, Fork.HOMESTEAD, 9, 10, false);
        assertDifficulty(1_000_000, Fork.HOMESTEAD, 10, 10, false);
        assertDifficulty(999_512, Fork.HOMESTEAD, 25, 10, false);
        assertDifficulty(1_000_000 - 99 * 488, Fork.HOMESTEAD, 100_000, 10, false);
        assertDifficulty(1_000_000, Fork.BYZANTIUM, 9, 10, false);
        assertDifficulty(1_000_488, Fork.BYZANTIUM, 9, 10, true);
    }

    @Test
    void theBombGoesOffLaterWithEachFork() {
        assertDifficulty(1_000_488 + 1, Fork.HOMESTEAD, 1, 200_000, false);
        assertDifficulty(1_000_488 + 8, Fork.HOMESTEAD, 1, 500_000, false);
        assertDifficulty(1_000_488, Fork.BYZANTIUM, 1, 3_199_999, false);
        assertDifficulty(1_000_488 + 1, Fork.BYZANTIUM, 1, 3_200_000, false);
        assertDifficulty(1_000_488 + 1, Fork.LONDON, 1, 9_900_000, false);
    }

    @Test
    void aBlockIsAtMostEightMebibytes() {
        var parent = header(SOME, 9, 1000, 0, BlockHeader.NO_OMMERS, true);
        assertEquals(BlockRefusal.TRANSACTIONS_ROOT, refusal(parent, (8 << 20) - 2000));
        assertEquals(BlockRefusal.SIZE, refusal(parent, 8 << 20));
    }

    private static @org.jspecify.annotations.Nullable BlockRefusal refusal(BlockHeader parent, int data) {
        var header = header(parent.hash(), 10, 1012, 0, BlockHeader.NO_OMMERS, true);
        var transaction = new Transaction.Legacy(
                0,
                U256.ONE,
                100_000_000,
                Address.ZERO,
                U256.ZERO,
                new byte[data],
                new Signature(U256.of(27), U256.ONE, U256.ONE));
        var config = ChainConfig.mainnetRules(Fork.OSAKA, U256.ONE);
        return new BlockRules(config, parent)
                .check(new Block(header, List.of(transaction), List.of(), List.of()), List.of());
    }
}
