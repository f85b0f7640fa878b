package coco.evm.machine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coco.evm.Address;
import coco.evm.BlockContext;
import coco.evm.ChainConfig;
import coco.evm.Fork;
import coco.evm.MemoryWorld;
import coco.evm.Op;
import coco.evm.U256;
import coco.evm.precompile.Precompiles;
import coco.evm.state.Code;
import coco.evm.state.CodeCache;
import coco.evm.state.Journal;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Neighbours that have become one step do what each by itself would: all rows of four opcodes that become one with others. */
class StepsTest {
    private static final int[] OPCODES = {
        Op.PUSH1,
        Op.PUSH1 + 8,
        Op.DUP1,
        Op.DUP1 + 1,
        Op.DUP1 + 2,
        Op.SWAP1,
        Op.SWAP1 + 1,
        Op.POP,
        Op.ADD,
        Op.SUB,
        Op.MUL,
        Op.LT,
        Op.ISZERO,
        Op.SHR,
        Op.MLOAD,
        Op.MSTORE
    };
    private static final int ROW = 4;
    private static final int ROOM = 8;

    private final BlockCache cache = new BlockCache(Fork.OSAKA);
    private final Machine machine = machine(cache);
    private int fewer;

    static Machine machine(BlockCache cache) {
        var config = ChainConfig.mainnetRules(Fork.OSAKA, U256.ONE);
        var block =
                new BlockContext(5, 1_000, Address.ofNumber(0xfee), 1 << 30, U256.ONE, U256.MAX, U256.ZERO, U256.ONE);
        var journal = new Journal(new MemoryWorld(), new CodeCache(), Fork.OSAKA, _ -> false);
        return new Machine(config, block, journal, Precompiles.of(Fork.OSAKA), cache, CompiledCodes.NONE);
    }

    @Test
    void neighboursDoWhatEachWould() {
        var rows = (int) Math.pow(OPCODES.length, ROW);
        var random = new SplittableRandom(7);
        var all = 0;
        for (var row = 0; row < rows; row++) if (isSame(code(row), random.nextLong())) all++;
        assertTrue(all > rows / 2, "rows that ended: " + all);
        assertTrue(fewer > rows / 2, "rows of fewer steps than opcodes: " + fewer);
    }

    @Test
    void aResultThatWentDeeperIsNotOnTop() {
        // ADD SWAP2 POP SWAP1 POP
        assertTrue(isSame(Code.of(new byte[] {0x01, (byte) 0x91, 0x50, (byte) 0x90, 0x50}), 1));
    }

    /** Whether all of it ran, in both ways then to the same end. */
    private boolean isSame(Code code, long seed) {
        Frame one = frame(seed), other = frame(seed);
        var hex = HexFormat.of().formatHex(code.toArray());
        var ended = runAlone(one, code);
        assertEquals(ended, runAsBlock(other, code), hex);
        if (!ended) return false; // the gas is not enough for the memory: each stops before what could not run
        assertEquals(one.top, other.top, hex);
        assertArrayEquals(Arrays.copyOf(one.stack, one.top), Arrays.copyOf(other.stack, one.top), hex);
        assertEquals(one.memorySize, other.memorySize, hex);
        assertArrayEquals(one.memory, other.memory, hex);
        assertEquals(one.gas, other.gas, hex);
        return true;
    }

    private static Code code(int row) {
        var bytes = new byte[ROW * 10];
        var at = 0;
        for (int i = 0, rest = row; i < ROW; i++, rest /= OPCODES.length) {
            var op = OPCODES[rest % OPCODES.length];
            bytes[at++] = (byte) op;
            for (var n = 1; n < Steps.size(op); n++) bytes[at++] = (byte) (3 * n);
        }
        return Code.of(Arrays.copyOf(bytes, at));
    }

    /** Words of the stack are small, or of all four limbs. */
    private Frame frame(long seed) {
        var random = new SplittableRandom(seed);
        var frame = new Frame(machine, 0);
        frame.gas = 1_000_000;
        for (var word = 0; word < ROOM; word++) {
            Words.set(frame.stack, frame.top, random.nextInt(100));
            if (random.nextInt(4) == 0) for (var i = 0; i < 4; i++) frame.stack[frame.top + i] = random.nextLong();
            frame.top += Instructions.LIMBS;
        }
        return frame;
    }

    private static boolean runAlone(Frame f, Code code) {
        for (var pc = 0; pc < code.length(); pc += Steps.size(code.padded()[pc] & 0xff)) {
            var after = Steps.at(code.padded(), pc).run(f, f.stack, f.top);
            if (after < 0) return false;
            f.top = after;
        }
        return true;
    }

    private boolean runAsBlock(Frame f, Code code) {
        var block = Objects.requireNonNull(cache.of(code).at(0));
        if (block.steps.length < ROW) fewer++;
        for (var step : block.steps) {
            var after = step.run(f, f.stack, f.top);
            if (after < 0) return false;
            f.top = after;
        }
        return true;
    }
}
