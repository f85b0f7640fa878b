package coco.evm.machine;

import coco.evm.Op;
import coco.evm.state.Code;
import java.util.Arrays;

/** Finds the block that begins at one place of a code. */
final class BlockFinder {
    /** So that the place of a step is a byte. */
    private static final int SIZE_MAX = 255;

    final Blocks blocks;
    final int start;
    private final Code code;
    private final byte[] padded;

    private final Step[] steps = new Step[SIZE_MAX];
    private final byte[] places = new byte[SIZE_MAX];
    private int count;

    private int pc;
    private int gas;

    /** In words, and from where the stack is at the start. */
    private int need;

    private int height;
    private int growth;

    BlockFinder(Blocks blocks, Code code, int start) {
        this.blocks = blocks;
        this.code = code;
        this.start = start;
        padded = code.padded();
        pc = start;
    }

    Block find() {
        while (blocks.begins(pc)) {
            var op = padded[pc] & 0xff;
            if (pc + Steps.size(op) - start > SIZE_MAX) break;
            count(op);
            if (op != Op.JUMP && op != Op.JUMPI && op != Op.JUMPDEST) add(Steps.at(padded, pc));
            pc += Steps.size(op);
            if (op == Op.JUMP) return jumping();
            if (op == Op.JUMPI) return branching();
        }
        return new Block.Falling(this);
    }

    private void count(int op) {
        var shape = blocks.cache.shapes[op];
        gas += Instructions.gas(shape);
        need = Math.max(need, Instructions.least(shape) / Instructions.LIMBS - height);
        height += Instructions.delta(op);
        growth = Math.max(growth, height);
    }

    /** Adds a step, as one with those before as far as there is one that does what they do. */
    private void add(Step step) {
        var last = step;
        var place = (byte) (pc - start);
        while (count > 0) {
            var both = Steps.both(steps[count - 1], last);
            if (both == null) break;
            last = both;
            count--;
            place = places[count];
        }
        steps[count] = last;
        places[count] = place;
        count++;
    }

    private Block jumping() {
        var target = target();
        return target < 0 ? new Block.Jumping(this) : new Block.JumpingTo(this, target);
    }

    private Block branching() {
        var target = target();
        if (target < 0) return new Block.Branching(this);
        if (count == 0 || steps[count - 1] != WordSteps.IS_ZERO) return new Block.BranchingTo(this, pc, target);
        count--;
        return new Block.BranchingTo(this, target, pc);
    }

    /** The target that the last step pushes, which then is no step any more; less than zero where none is known. */
    private int target() {
        if (count == 0 || !(steps[count - 1] instanceof StackSteps.PushLimb push)) return -1;
        if (push.value < 0 || !code.isJumpTarget(push.value)) return -1;
        count--;
        return (int) push.value;
    }

    /** Behind the last opcode. */
    int pc() {
        return pc;
    }

    int gas() {
        return gas;
    }

    int need() {
        return need;
    }

    int growth() {
        return growth;
    }

    Step[] steps() {
        return Arrays.copyOf(steps, count);
    }

    byte[] places() {
        return Arrays.copyOf(places, count);
    }
}
