package coco.evm.machine;

import coco.evm.machine.StackSteps.Constant;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A step that says where its operands are and where its result goes, so that the opcodes that bring them there need not run. */
abstract class Operation extends Step {
    /** Places of words, each as limbs below the stack's size. */
    static final class Operands {
        private static final int NONE = Integer.MIN_VALUE;

        static final Operands UNARY = new Operands(null, 4, 0, 4, 0);
        static final Operands BINARY = new Operands(null, 4, 8, 8, 4);
        static final Operands STORING = new Operands(null, 4, 8, NONE, 8);

        private final long @Nullable [] constant;
        private final int x;
        private final int y;
        private final int z;
        private final int popped;

        /**
         * @param constant the first operand's limbs, where it is the code's
         * @param x the first operand's place, where it is not
         * @param y the second operand's place, or 0 where there is none
         * @param z the result's place, or {@link #NONE}
         * @param popped by which the stack gets smaller
         */
        private Operands(long @Nullable [] constant, int x, int y, int z, int popped) {
            this.constant = constant;
            this.x = x;
            this.y = y;
            this.z = z;
            this.popped = popped;
        }
    }

    private final Function<Operands, Operation> form;

    /** The first operand's limbs, where it is the code's. */
    private final long @Nullable [] constant;

    private final int x;
    private final int y;
    private final int z;
    private final int popped;

    Operation(Operands operands, Function<Operands, Operation> form) {
        this.form = form;
        constant = operands.constant;
        x = operands.x;
        y = operands.y;
        z = operands.z;
        popped = operands.popped;
    }

    /** The same behind a step that pushes its first operand; null where it does not read that. */
    final @Nullable Operation reading(Constant pushed) {
        return takesTop() ? reading(pushed.word(), 0) : null;
    }

    /** The same behind a DUP; null where it does not read what that pushes. */
    final @Nullable Operation readingCopy(int words) {
        return takesTop() ? reading(null, 4 * words) : null;
    }

    /** The first operand is not pushed. */
    private Operation reading(long @Nullable [] from, int place) {
        return with(from, place, y == 0 ? 0 : y - 4, z == Operands.NONE ? Operands.NONE : z - 4, popped - 4);
    }

    /** The same behind SWAP1; null where it does not read both words. */
    final @Nullable Operation swapped() {
        return takesTop() && y == 8 ? with(null, y, x, z, popped) : null;
    }

    /** The same before a SWAP and a POP, that put its result deeper into the stack; null where it leaves none on top. */
    final @Nullable Operation replacing(int words) {
        return z == popped + 4 ? with(constant, x, y, z + 4 * words, popped + 4) : null;
    }

    private Operation with(long @Nullable [] constant, int x, int y, int z, int popped) {
        return form.apply(new Operands(constant, x, y, z, popped));
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
