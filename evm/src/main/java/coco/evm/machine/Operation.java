package coco.evm.machine;

import coco.evm.machine.StackSteps.Constant;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A step that says where its operands are and where its result goes, so that the opcodes that bring them there need not run. */
abstract class Operation extends Step {
    /**
     * Places of words, each as limbs below the stack's size.
     *
     * @param constant the first operand, where it is the code's
     * @param x the first operand's place, where it is not
     * @param y the second operand's place, or 0 where there is none
     * @param z the result's place, or {@link #NONE}
     * @param popped by which the stack gets smaller
     */
    record Operands(@Nullable Constant constant, int x, int y, int z, int popped) {
        static final int NONE = Integer.MIN_VALUE;
        static final Operands UNARY = new Operands(null, 4, 0, 4, 0);
        static final Operands BINARY = new Operands(null, 4, 8, 8, 4);
        static final Operands STORING = new Operands(null, 4, 8, NONE, 8);

        /** The first operand is not pushed. */
        Operands reading(@Nullable Constant from, int place) {
            return new Operands(from, place, y == 0 ? 0 : y - 4, z == NONE ? NONE : z - 4, popped - 4);
        }

        /** The operands change their places. */
        Operands swapped() {
            return new Operands(constant, y, x, z, popped);
        }

        /** The result goes deeper into the stack, and what would be on top is popped. */
        Operands replacing(int words) {
            return new Operands(constant, x, y, z + 4 * words, popped + 4);
        }
    }

    private final Operands operands;
    private final Function<Operands, Operation> form;

    /** The first operand's limbs, where it is the code's. */
    private final long @Nullable [] constant;

    private final int x;
    private final int y;
    private final int z;
    private final int popped;

    Operation(Operands operands, Function<Operands, Operation> form) {
        this.operands = operands;
        this.form = form;
        constant = operands.constant == null ? null : operands.constant.word();
        x = operands.x;
        y = operands.y;
        z = operands.z;
        popped = operands.popped;
    }

    /** The same behind a step that pushes its first operand; null where it does not read that. */
    final @Nullable Operation reading(Constant pushed) {
        return takesTop() ? form.apply(operands.reading(pushed, 0)) : null;
    }

    /** The same behind a DUP; null where it does not read what that pushes. */
    final @Nullable Operation readingCopy(int limbs) {
        return takesTop() ? form.apply(operands.reading(null, limbs)) : null;
    }

    /** The same behind SWAP1; null where it does not read both words. */
    final @Nullable Operation swapped() {
        return takesTop() && y == 8 ? form.apply(operands.swapped()) : null;
    }

    /** The same before a SWAP and a POP, that put its result deeper into the stack; null where it leaves none on top. */
    final @Nullable Operation replacing(int words) {
        return z == popped + 4 ? form.apply(operands.replacing(words)) : null;
    }

    /** Whether the word on top is the first operand, and nothing else once it has run. */
    private boolean takesTop() {
        return constant == null && x == 4 && y != 4 && (popped > 0 || z == 4);
    }

    /** Where the first operand is: here at {@link #x}. */
    final long[] source(long[] s) {
        var known = constant;
        return known == null ? s : known;
    }

    final int x(int sp) {
        return constant == null ? sp - x : 0;
    }

    final int y(int sp) {
        return sp - y;
    }

    final int z(int sp) {
        return sp - z;
    }

    final int after(int sp) {
        return sp - popped;
    }
}
