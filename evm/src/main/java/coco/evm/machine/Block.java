package coco.evm.machine;

import org.jspecify.annotations.Nullable;

/**
 * Steps that follow one another without a jump between them, and where they lead. What they need of stack and gas is added up, checked
 * once where the block is entered, and its gas is paid there. That is exact: nothing in a block can tell how much gas is left, and a
 * block that may not run as a whole halts before its end. The interpreter then goes opcode by opcode, so that the halt is the first one's.
 *
 * <p>A block may begin at every byte of a code, be it in the middle of another. Immutable but for the blocks that follow it, which are
 * found when they are first entered; threads that race there find the same.
 */
abstract class Block {
    private final Blocks blocks;
    private final int start;

    /** Behind the last opcode: a jump, if it ends in one. */
    private final int end;

    final Step[] steps;

    /** Where each step is, counted from the start. */
    private final byte[] places;

    /** The static price of all opcodes. */
    final int gas;

    /** The least and the greatest stack, in limbs, with which it may be entered. */
    final int least;

    final int greatest;

    /** What a jump at its end takes from the stack, in limbs. */
    final int popped;

    private Block(BlockFinder found, int popped) {
        blocks = found.blocks;
        start = found.start;
        end = found.pc();
        steps = found.steps();
        places = found.places();
        gas = found.gas();
        least = found.need() * Instructions.LIMBS;
        greatest = Instructions.STACK_LIMBS_MAX - found.growth() * Instructions.LIMBS;
        this.popped = popped;
    }

    /** The block that follows when all steps have run; null where the interpreter has to go on: the frame is left to it. */
    abstract @Nullable Block next(Frame f, long[] s, int sp);

    /** Leaves the frame before the first step. */
    final void leave(Frame f, int sp) {
        f.pc = start;
        f.top = sp;
    }

    /** Leaves the frame at a step that cannot run, and gives back what was paid for it and what follows. */
    final void leaveAt(int step, Frame f, int sp) {
        leaveAtOpcode(start + (places[step] & 0xff), f, sp);
    }

    private void leaveAtOpcode(int pc, Frame f, int sp) {
        f.pc = pc;
        f.top = sp;
        f.gas += blocks.price(pc, end);
    }

    /** Where the word on top of the stack says; null where that is no target, which the interpreter finds out again. */
    private @Nullable Block jump(Frame f, long[] s, int sp) {
        var target = Words.saturated(s, sp - 4);
        if (f.code.isJumpTarget(target)) return blocks.at((int) target);
        leaveAtOpcode(end - 1, f, sp);
        return null;
    }

    /** The block that begins there; null where none does. */
    private @Nullable Block go(int pc, Frame f, int sp) {
        var next = blocks.at(pc);
        if (next == null) {
            f.pc = pc;
            f.top = sp;
        }
        return next;
    }

    /** Goes on with the opcode behind it. */
    static final class Falling extends Block {
        private @Nullable Block next;

        Falling(BlockFinder found) {
            super(found, 0);
        }

        @Override
        @Nullable
        Block next(Frame f, long[] s, int sp) {
            var known = next;
            if (known == null) {
                known = super.go(super.end, f, sp);
                next = known;
            }
            return known;
        }
    }

    /** Ends in a JUMP to where the stack says. */
    static final class Jumping extends Block {
        Jumping(BlockFinder found) {
            super(found, 4);
        }

        @Override
        @Nullable
        Block next(Frame f, long[] s, int sp) {
            return super.jump(f, s, sp);
        }
    }

    /** Ends in a JUMPI to where the stack says. */
    static final class Branching extends Block {
        Branching(BlockFinder found) {
            super(found, 8);
        }

        @Override
        @Nullable
        Block next(Frame f, long[] s, int sp) {
            return Words.isZero(s, sp - 8) ? super.go(super.end, f, sp - 8) : super.jump(f, s, sp);
        }
    }

    /** Ends in a JUMP to a constant that is a target; its PUSH is no step. */
    static final class JumpingTo extends Block {
        private final int target;
        private @Nullable Block next;

        JumpingTo(BlockFinder found, int target) {
            super(found, 0);
            this.target = target;
        }

        @Override
        @Nullable
        Block next(Frame f, long[] s, int sp) {
            var known = next;
            if (known == null) {
                known = super.go(target, f, sp);
                next = known;
            }
            return known;
        }
    }

    /** Ends in a JUMPI to a constant that is a target; its PUSH is no step, nor is an ISZERO before that. */
    static final class BranchingTo extends Block {
        private final int zero;
        private final int other;
        private @Nullable Block atZero;
        private @Nullable Block atOther;

        /** Goes to {@code zero} where the word on top is zero, to {@code other} where it is not. */
        BranchingTo(BlockFinder found, int zero, int other) {
            super(found, 4);
            this.zero = zero;
            this.other = other;
        }

        @Override
        @Nullable
        Block next(Frame f, long[] s, int sp) {
            if (Words.isZero(s, sp - 4)) {
                var known = atZero;
                if (known == null) {
                    known = super.go(zero, f, sp - 4);
                    atZero = known;
                }
                return known;
            }
            var known = atOther;
            if (known == null) {
                known = super.go(other, f, sp - 4);
                atOther = known;
            }
            return known;
        }
    }
}
