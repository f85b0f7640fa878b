package coco.evm.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coco.evm.Address;
import coco.evm.Fork;
import coco.evm.state.Code;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Objects;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BlocksTest {
    private static final BlockCache OSAKA = new BlockCache(Fork.OSAKA);

    private static Code code(String hex) {
        return Code.of(HexFormat.of().parseHex(hex.replace(" ", "")));
    }

    private static @Nullable Block find(String hex, int pc) {
        return OSAKA.of(code(hex)).at(pc);
    }

    private static Block block(String hex, int pc) {
        return Objects.requireNonNull(find(hex, pc));
    }

    private static void assertBlock(int gas, int need, int growth, int steps, Block block) {
        assertEquals(gas, block.gas);
        assertEquals(need * Instructions.LIMBS, block.least);
        assertEquals(Instructions.STACK_LIMBS_MAX - growth * Instructions.LIMBS, block.greatest);
        assertEquals(steps, block.steps.length);
    }

    @Test
    void sumsUpWhatItsOpcodesNeed() {
        // ADD, PUSH1, PUSH1, MUL, POP, POP, then STOP: of the PUSHes one is the MUL's, and the POPs are one
        assertBlock(3 + 3 + 3 + 5 + 2 + 2, 2, 1, 4, block("01 6001 6002 02 50 50 00", 0));
        assertBlock(3 + 5 + 2 + 2, 2, 1, 2, block("01 6001 6002 02 50 50 00", 3));
        assertBlock(3 + 3 + 3 + 3, 4, 0, 4, block("01 01 01 6001", 0));
    }

    @Test
    void isNoneWhereTheOpcodeIsNoStep() {
        assertNull(find("54", 0)); // SLOAD
        assertNull(find("5a", 0)); // GAS
        assertNull(find("0c", 0)); // none at all
        assertNull(find("60", 3)); // behind the end
    }

    @Test
    void endsBehindAJumpAndNotAtAJumpTarget() {
        assertBlock(3 + 8, 0, 1, 1, block("6000 56 5b 50", 0));
        assertInstanceOf(Block.Jumping.class, block("6000 56 5b 50", 0), "to no target");
        assertBlock(3 + 1 + 10, 1, 1, 1, block("6000 5b 57 50 50", 0));
        assertInstanceOf(Block.Branching.class, block("6000 5b 57 50 50", 0), "to no target");
        assertBlock(3 + 8, 0, 1, 0, block("6003 56 5b 50", 0));
        assertInstanceOf(Block.JumpingTo.class, block("6003 56 5b 50", 0));
        assertBlock(3 + 3 + 10, 1, 1, 0, block("15 6004 57 5b 50", 0));
        assertInstanceOf(Block.BranchingTo.class, block("15 6004 57 5b 50", 0));
    }

    @Test
    void endsWhereThePlaceOfAStepWouldBeNoByte() {
        assertBlock(255, 0, 0, 0, block("5b".repeat(2000), 0));
        assertBlock(255 * 2, 0, 255, 255, block("5f".repeat(300), 0));
        assertBlock(7 * 3, 0, 7, 7, block("7f".concat("11".repeat(32)).repeat(10), 0));
    }

    @Test
    void anOpcodeThatAForkLacksIsNone() {
        var code = code("5f"); // PUSH0
        var paris = new BlockCache(Fork.PARIS);
        var before = paris.of(code);
        assertNull(before.at(0));
        var shanghai = new BlockCache(Fork.SHANGHAI);
        var after = shanghai.of(code);
        assertNotSame(before, after);
        assertNotNull(after.at(0));
        assertSame(after, shanghai.of(code));
    }

    @Test
    void allAreForgottenWhenTheyTakeTooMuch() {
        var cache = new BlockCache(Fork.OSAKA, 10_000);
        Code small = code("5f00"), large = code("5b".repeat(1500));
        var first = cache.of(small);
        var second = cache.of(large);
        assertSame(first, cache.of(small));
        assertSame(second, cache.of(large));
        for (var pc = 0; pc < 100; pc++) second.at(pc);
        assertNotSame(first, cache.of(small));
        assertNotSame(second, cache.of(large));
    }

    /** Stores the numbers below 200 and hashes them, by a jump to a sum: ends in what it hashed. */
    private static String run(BlockCache cache, Code code) {
        var machine = StepsTest.machine(cache);
        var target = machine.journal.account(Address.ofNumber(0xc0de));
        var exit = machine.call(Address.ofNumber(0xca11), target, code, new byte[0], 100_000);
        return exit + " " + machine.gasLeft() + " " + HexFormat.of().formatHex(machine.output());
    }

    @Test
    void aFrameRunsOnWhenItsBlocksAreForgotten() throws Exception {
        // PUSH1 200; JUMPDEST, DUP1, DUP1, PUSH1 5, SHL, MSTORE, PUSH1 1, SWAP1, SUB, DUP1, PUSH1 1, PUSH1 1, ADD,
        // JUMPI; and the hash
        var code = code("60c8 5b 80 80 6005 1b 52 6001 90 03 80 6001 6001 01 57 50 611920 5f 20 5f 52 6020 5f f3");
        var expected = run(OSAKA, code);
        assertTrue(expected.startsWith("RETURNED"), expected);
        var tiny = new BlockCache(Fork.OSAKA, 700);
        assertNotSame(tiny.of(code).at(2), tiny.of(code).at(2), "each block is forgotten at once");
        try (var threads = Executors.newFixedThreadPool(4)) {
            var runs = threads.invokeAll(Collections.nCopies(100, () -> run(tiny, code)));
            for (var one : runs) assertEquals(expected, one.get());
        }
    }

    @Test
    void blocksThatWereForgottenAreCountedAgain() {
        var cache = new BlockCache(Fork.OSAKA, 10_000);
        var blocks = cache.of(code("5b".repeat(1500)));
        var before = blocks.at(0);
        for (var pc = 1; pc < 100; pc++) blocks.at(pc);
        var after = blocks.at(0);
        assertNotSame(before, after);
        for (var pc = 1; pc < 100; pc++) blocks.at(pc);
        assertNotSame(after, blocks.at(0));
    }
}
