package coco.evm.compile;

import coco.evm.Op;
import coco.evm.machine.DeepStack;
import coco.evm.machine.Instructions;
import coco.evm.state.Code;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The basic blocks of a code under a table of instructions. A block ends behind an opcode after which another may not be
 * the next, behind one that enters another frame, and before a jump target.
 */
final class BasicBlocks {
    /**
     * A run of opcodes that is entered at its first only.
     *
     * @param end behind its last opcode
     * @param opcodes how many
     * @param gas the sum of the static prices
     * @param need words that must be on the stack
     * @param growth words by which the stack is higher at most
     * @param delta words by which it is higher in the end; less than zero for lower
     * @param continues whether the next block may follow without a jump
     */
    record Block(int pc, int end, int opcodes, long gas, int need, int growth, int delta, boolean continues) {}

    /** Bytes of a constant that may be a jump target. */
    private static final int TARGET_BYTES = 4;

    private final Code code;
    private final byte[] bytes;
    private final long[] table;
    private final BitSet loopHeads = new BitSet();

    /** How often a constant of the code names the jump target. */
    private final int[] mentions;

    BasicBlocks(Code code, long[] table) {
        this.code = code;
        this.table = table;
        bytes = code.padded();
        mentions = new int[code.length()];
        findLoops();
    }

    /** A jump back is a loop's, unless the code behind it is a place to return to: then it is a call. */
    private void findLoops() {
        var returns = new BitSet();
        eachPush((target, next) -> {
            mentions[target]++;
            if (next.op != Op.JUMP && next.op != Op.JUMPI) returns.set(target);
        });
        eachPush((target, next) -> {
            var jumps = next.op == Op.JUMP || next.op == Op.JUMPI;
            if (jumps && target <= next.pc && !(next.op == Op.JUMP && returns.get(next.pc + 1))) loopHeads.set(target);
        });
    }

    private record Instruction(int pc, int op) {}

    private interface PushTaker {
        void take(int target, Instruction next);
    }

    /** All constants that are jump targets, each with the opcode behind. */
    private void eachPush(PushTaker taker) {
        for (var pc = 0; pc < code.length(); ) {
            var op = opcode(pc);
            // Only a PUSH hides the bytes behind it from jumps.
            var next = pc + (isPush(op) ? size(op) : 1);
            var target = isPush(op) && op <= Op.PUSH0 + TARGET_BYTES ? pushedTarget(pc, op) : -1;
            if (target >= 0) taker.take(target, new Instruction(next, opcode(next)));
            pc = next;
        }
    }

    private int pushedTarget(int pc, int op) {
        var value = 0L;
        for (var i = pc + 1; i <= pc + op - Op.PUSH0; i++) value = value << 8 | (bytes[i] & 0xff);
        return code.isJumpTarget(value) ? (int) value : -1;
    }

    /** The opcode there; STOP behind the end. */
    int opcode(int pc) {
        return pc < code.length() ? bytes[pc] & 0xff : Op.STOP;
    }

    /** What the table says of an opcode. */
    long shape(int op) {
        return table[op];
    }

    static boolean isPush(int op) {
        return op >= Op.PUSH0 && op < Op.DUP1;
    }

    /** Bytes of the opcode and its immediate. */
    static int size(int op) {
        if (DeepStack.has(op)) return 2;
        return isPush(op) ? op - Op.PUSH0 + 1 : 1;
    }

    /** The byte behind an opcode of EIP-8024. */
    int immediate(int pc) {
        return bytes[pc + 1] & 0xff;
    }

    /** Words that have to be on the stack before the opcode there. */
    int need(int pc, int op) {
        return DeepStack.has(op) && Instructions.isDefined(table[op])
                ? DeepStack.need(op, immediate(pc))
                : Instructions.least(table[op]) / Instructions.LIMBS;
    }

    /** Whether a constant jump goes back to there. */
    boolean isLoopHead(int pc) {
        return loopHeads.get(pc);
    }

    /**
     * Where a jump to a target that is not a constant may go, beside where constants lead: where there is a target that no
     * constant names, targets are computed, and any may be.
     */
    List<Integer> computedTargets() {
        var targets = IntStream.range(0, code.length())
                .filter(code::isJumpTarget)
                .boxed()
                .toList();
        return targets.stream().anyMatch(pc -> mentions[pc] == 0) ? targets : List.of();
    }

    int mentions(int target) {
        return mentions[target];
    }

    /** Opcodes after which the code does not go on. */
    boolean isTerminator(int op) {
        return switch (op) {
            case Op.STOP, Op.JUMP, Op.RETURN, Op.REVERT, Op.SELFDESTRUCT -> true;
            default -> !Instructions.isDefined(table[op]);
        };
    }

    /** Opcodes that may put another frame on top. */
    static boolean entersFrame(int op) {
        return switch (op) {
            case Op.CALL, Op.CALLCODE, Op.DELEGATECALL, Op.STATICCALL, Op.CREATE, Op.CREATE2 -> true;
            default -> false;
        };
    }

    /** The block that begins there, be it in the middle of another. */
    Block at(int start) {
        var pc = start;
        var opcodes = 0;
        var gas = 0L;
        int height = 0, need = 0, growth = 0;
        while (true) {
            var op = opcode(pc);
            opcodes++;
            var shape = table[op];
            if (!Instructions.isDefined(shape))
                return new Block(start, pc + 1, opcodes, gas, need, growth, height, false);
            gas += Instructions.gas(shape);
            need = Math.max(need, need(pc, op) - height);
            height += Instructions.delta(op);
            growth = Math.max(growth, height);
            pc += size(op);
            var ends = isTerminator(op) || op == Op.JUMPI || entersFrame(op) || opcode(pc) == Op.JUMPDEST;
            if (ends) return new Block(start, pc, opcodes, gas, need, growth, height, !isTerminator(op));
        }
    }
}
