package coco.evm.machine;

import coco.evm.Op;
import coco.evm.state.Code;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The blocks of a code, found when they are first entered. Shared by threads. */
final class Blocks implements Code.Note {
    /** What a block and a step of it take of the heap at most, about: in bytes. */
    private static final int BLOCK_SIZE = 120;

    private static final int STEP_SIZE = 85;
    private static final int REFERENCE_SIZE = 4;

    final BlockCache cache;
    private final Code code;

    /** By program counter. */
    private final @Nullable Block[] found;

    Blocks(Code code, BlockCache cache) {
        this.cache = cache;
        this.code = code;
        found = new Block[code.padded().length];
    }

    /** Of a code of which nothing has run yet, in bytes of the heap: the code too, since it is kept from here. */
    int size() {
        return found.length * (1 + REFERENCE_SIZE) + BLOCK_SIZE;
    }

    /** Lets go of itself and of all blocks: a frame that runs by them finds anew what it needs. */
    void forget() {
        if (code.plan() == this) code.plan(null);
        Arrays.fill(found, null);
    }

    /** The block that begins there; null where the opcode is neither a step nor a jump. */
    @Nullable
    Block at(int pc) {
        var block = found[pc];
        if (block == null && begins(pc)) {
            block = new BlockFinder(this, code, pc).find();
            found[pc] = block;
            cache.grown(this, BLOCK_SIZE + STEP_SIZE * block.steps.length);
        }
        return block;
    }

    /** Whether the opcode there can be part of a block. */
    boolean begins(int pc) {
        var op = code.padded()[pc] & 0xff;
        return Instructions.isDefined(cache.shapes[op]) && (Steps.isStep(op) || op == Op.JUMP || op == Op.JUMPI);
    }

    /** The static prices of the opcodes between the two places. */
    long price(int from, int to) {
        var padded = code.padded();
        var gas = 0L;
        for (var pc = from; pc < to; ) {
            var op = padded[pc] & 0xff;
            gas += Instructions.gas(cache.shapes[op]);
            pc += Steps.size(op);
        }
        return gas;
    }
}
