package coco.evm.machine;

import coco.evm.Op;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Opcodes as {@link Step}s; a code's own are those with an immediate, all others are shared. */
final class Steps {
    private static final @Nullable Step[] SHARED = shared();

    private Steps() {}

    private static Step[] shared() {
        var steps = new Step[256];
        WordSteps.put(steps);
        StackSteps.put(steps);
        MemorySteps.put(steps);
        SurroundingSteps.put(steps);
        return steps;
    }

    /** The step at that place of the code, whose opcode is one. */
    static Step at(byte[] code, int pc) {
        var op = code[pc] & 0xff;
        if (op == Op.PC) return new StackSteps.PushLimb(pc);
        return isPush(op) ? StackSteps.push(code, pc) : Objects.requireNonNull(SHARED[op]);
    }

    /** One step that does what the two do, one behind the other; null where there is none. */
    static @Nullable Step both(Step first, Step second) {
        return switch (first) {
            case StackSteps.Constant push when second instanceof Operation to -> to.reading(push);
            case StackSteps.Duplicate copy when second instanceof Operation to -> to.readingCopy(copy.words);
            case StackSteps.Swap swap
            when second instanceof StackSteps.Pop pop && pop.words == 1 -> new StackSteps.Replace(swap.words);
            case StackSteps.Swap swap when second instanceof Operation to && swap.words == 1 -> to.swapped();
            case Operation from when second instanceof StackSteps.Replace to -> from.replacing(to.words);
            case StackSteps.Pop one
            when second instanceof StackSteps.Pop more -> new StackSteps.Pop(one.words + more.words);
            default -> null;
        };
    }

    /** Whether the opcode is a step. */
    static boolean isStep(int op) {
        return isPush(op) || op == Op.PC || SHARED[op] != null;
    }

    /** Bytes of the opcode and its immediate. */
    static int size(int op) {
        return isPush(op) ? op - Op.PUSH0 + 1 : 1;
    }

    private static boolean isPush(int op) {
        return op >= Op.PUSH1 && op < Op.DUP1;
    }
}
