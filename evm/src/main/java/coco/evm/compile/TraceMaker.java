package coco.evm.compile;

import coco.evm.HaltReason;
import coco.evm.Op;
import coco.evm.machine.DeepStack;
import coco.evm.machine.Gas;
import coco.evm.machine.Instructions;
import coco.evm.state.Code;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Opcode;
import java.util.ArrayDeque;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Makes one {@link Trace}. Along a path the words stay symbolic; at its end they are brought back. */
final class TraceMaker {
    /** Bytes at which a path ends wherever it is, so that with its end it fits a method as {@link CodeCompiler} packs them. */
    private static final int SIZE_MAX = 2500;

    /** Bytes beyond which no path goes on through a jump. */
    private static final int FOLLOW_MAX = 1500;

    /** Opcodes beyond which no path goes on through a jump, however few bytes they take. */
    private static final int FOLLOWED_OPCODES_MAX = 1000;

    /** Opcodes of a block that is made again for another path to it. */
    private static final int SHARED_MAX = 16;

    private static final int BRANCH_SIZE = 16;
    private static final int POSITIONS_MAX = 1000;
    private static final int TOPICS_MAX = 4;

    /** Opcodes that share one charge: a run of which only the last can halt but for want of gas. */
    private static final class Group {
        long gas;
    }

    /** The other side of a conditional jump, to be made later. */
    private record Branch(Assembler.Mark mark, int target, SymbolicStack stack, int reserved) {}

    /** How far the stack is used below and above where the trace begins, in words. */
    private static final class Reach {
        int lowest;
        int highest;
    }

    private final int head;
    private final boolean accessesSeen;
    private final Assembler to = new Assembler();
    private final Set<Integer> demanded = new TreeSet<>();

    private final Code code;
    private final BasicBlocks blocks;
    private final Values values = new Values(to);
    private final Arithmetic arithmetic = new Arithmetic(values);
    private final Effects effects;
    private final ArrayDeque<Branch> branches = new ArrayDeque<>();
    private @Nullable Group group;

    /** Bytes that the ends of the branches will take at the least. */
    private int reserved;

    /** The jump target that the path was last decided to go on at. */
    private int admitted;

    private boolean leaps;

    private int opcodes;
    private final Reach reach = new Reach();

    /** @param accessesSeen whether what code looks at is seen from outside even if it halts (EIP-7928) */
    TraceMaker(Code code, BasicBlocks blocks, int head, boolean accessesSeen) {
        this.accessesSeen = accessesSeen;
        this.code = code;
        this.blocks = blocks;
        this.head = head;
        effects = new Effects(values, code.length());
    }

    Trace trace() {
        // What is written later must not hold on to this maker.
        var reached = reach;
        var leave = new Assembler.Mark();
        to.checkStack(
                () -> -reached.lowest * Instructions.LIMBS,
                () -> Instructions.STACK_LIMBS_MAX - reached.highest * Instructions.LIMBS,
                leave);
        values.stack.passed.add(head);
        admitted = head;
        walk(head);
        while (!branches.isEmpty()) {
            var branch = branches.poll();
            reserved -= branch.reserved;
            to.mark(branch.mark);
            values.stack = branch.stack;
            if (follows(branch.target, branch.target)) walk(branch.target);
            else transfer(branch.target);
        }
        to.mark(leave);
        to.aload(Assembler.FRAME);
        to.constant(head);
        to.iload(Assembler.SP);
        to.lload(Assembler.GAS);
        to.call("left", "(FIIJ)I");
        to.one(CodeBuilder::ireturn);
        return new Trace(head, to, demanded, leaps, opcodes);
    }

    /** One path, from an opcode that is surely to be part of it. */
    private void walk(int start) {
        group = null;
        for (var pc = start; pc >= 0; ) {
            var op = blocks.opcode(pc);
            if (op == Op.JUMPDEST && pc != admitted && !follows(pc, pc) || mustEnd(pc, op)) {
                transfer(pc);
                return;
            }
            pc = Math.min(step(pc, op), code.length());
            opcodes++;
            reach.lowest = Math.min(reach.lowest, values.stack.low());
            reach.highest = Math.max(reach.highest, values.stack.top());
        }
    }

    private boolean mustEnd(int pc, int op) {
        if (opcodes == 0) return false;
        var stack = values.stack;
        // Code that starts with an empty stack and would fall below it.
        if (head == 0 && blocks.need(pc, op) > stack.top()) return true;
        return to.size() + reserved + values.flushSize() > SIZE_MAX
                || stack.top() > POSITIONS_MAX
                || Math.min(stack.low(), stack.top() - blocks.need(pc, op)) < -POSITIONS_MAX;
    }

    /** Whether the path goes on at a jump's target as if there were no jump. */
    private boolean follows(int from, int target) {
        if (to.size() + reserved > FOLLOW_MAX || opcodes > FOLLOWED_OPCODES_MAX) return false;
        if (blocks.isLoopHead(target) && target >= from) return false;
        if (blocks.mentions(target) > 1 && blocks.at(target).opcodes() > SHARED_MAX) return false;
        // At the start of a code the stack is empty; what needs more is not meant to be reached this way.
        if (head == 0 && blocks.at(target).need() > values.stack.top()) return false;
        if (!values.stack.passed.add(target)) return false;
        admitted = target;
        return true;
    }

    private void transfer(int target) {
        values.flush();
        demandConstants();
        values.moveTop();
        demanded.add(target);
        to.transfer(target);
    }

    /** A constant that outlives the path and is a jump target may be jumped to. */
    private void demandConstants() {
        for (var at = values.stack.low(); at < values.stack.top(); at++) {
            var word = values.stack.get(at);
            if (!word.isKnown() || !word.isNarrow()) continue;
            var value = word.known()[0];
            if (value >= 0 && code.isJumpTarget(value)) demanded.add((int) value);
        }
    }

    /** Makes the code of an opcode; gives where the path goes on, or -1 where it ends. */
    private int step(int pc, int op) {
        values.begin();
        var shape = blocks.shape(op);
        if (!Instructions.isDefined(shape)) {
            to.halt(Gas.halted(HaltReason.INVALID_OPCODE));
            return -1;
        }
        charge(Instructions.gas(shape));
        var next = DeepStack.has(op) ? reach(pc, op) : run(pc, op);
        if (endsGroup(op) || accessesSeen && looksAtState(op)) group = null;
        return next;
    }

    /** Opcodes that can halt for another reason than gas, or that look at the gas: what they see is exact. */
    private static boolean endsGroup(int op) {
        return switch (op) {
            case Op.JUMPI, Op.SSTORE, Op.TSTORE, Op.RETURNDATACOPY -> true;
            default -> op >= Op.LOG0 && op <= Op.LOG0 + TOPICS_MAX || BasicBlocks.entersFrame(op);
        };
    }

    /** Opcodes by which an account or a slot comes into the block's access list: that has to be neither sooner nor later. */
    private static boolean looksAtState(int op) {
        return switch (op) {
            case Op.BALANCE, Op.EXTCODESIZE, Op.EXTCODECOPY, Op.EXTCODEHASH, Op.SLOAD -> true;
            default -> false;
        };
    }

    /** The opcodes of EIP-8024. */
    private int reach(int pc, int op) {
        var immediate = blocks.immediate(pc);
        var need = DeepStack.need(op, immediate);
        if (need == 0) {
            // The interpreter first sees that there is room for a word.
            if (op == Op.DUPN) values.push(Word.of(0));
            to.halt(Gas.halted(HaltReason.INVALID_OPCODE));
            return -1;
        }
        switch (op) {
            case Op.DUPN -> values.stack.duplicate(need);
            case Op.SWAPN -> values.stack.swap(need - 1);
            default -> values.stack.exchange(DeepStack.upper(immediate), need - 1);
        }
        return pc + BasicBlocks.size(op);
    }

    private boolean isGoodTarget(Word word) {
        if (!word.isKnown() || !word.isNarrow()) return false;
        var value = word.known()[0];
        return value >= 0 && code.isJumpTarget(value);
    }

    private void charge(int gas) {
        var current = group;
        if (current == null) {
            var fresh = new Group();
            group = current = fresh;
            to.charge(() -> fresh.gas);
        }
        current.gas += gas;
    }

    private int run(int pc, int op) {
        if (BasicBlocks.isPush(op)) {
            values.push(immediate(pc, op));
        } else if (op >= Op.DUP1 && op < Op.SWAP1) {
            values.stack.duplicate(op - Op.DUP1 + 1);
        } else if (op >= Op.SWAP1 && op < Op.LOG0) {
            values.stack.swap(op - Op.SWAP1 + 1);
        } else if (Arithmetic.has(op)) {
            arithmetic.run(op);
        } else if (BasicBlocks.entersFrame(op)) {
            effects.enter(op, Instructions.least(blocks.shape(op)) / Instructions.LIMBS, pc + 1);
            demandConstants();
            demanded.add(pc + 1);
            return -1;
        } else {
            switch (op) {
                case Op.JUMP -> {
                    return jump(pc, values.pop());
                }
                case Op.JUMPI -> {
                    return jumpIf(pc, values.pop(), values.pop());
                }
                case Op.STOP, Op.RETURN, Op.REVERT, Op.SELFDESTRUCT -> {
                    effects.end(op);
                    return -1;
                }
                case Op.POP -> values.pop();
                case Op.PC -> values.push(Word.of(pc));
                case Op.GAS -> pushGas();
                case Op.JUMPDEST -> {}
                default -> effects.run(op);
            }
        }
        return pc + BasicBlocks.size(op);
    }

    private Word immediate(int pc, int op) {
        var bytes = code.padded();
        var size = op - Op.PUSH0;
        var limbs = new long[Instructions.LIMBS];
        for (var i = 0; i < size; i++) limbs[i >> 3] |= (bytes[pc + size - i] & 0xffL) << 8 * (i & 7);
        return Word.of(Limb.of(limbs[0]), Limb.of(limbs[1]), Limb.of(limbs[2]), Limb.of(limbs[3]));
    }

    /** What the group has been charged beyond this opcode is still there. */
    private void pushGas() {
        var current = group;
        if (current == null) throw new IllegalStateException("every opcode is in a group");
        var here = current.gas;
        to.lload(Assembler.GAS);
        to.constant(() -> current.gas - here);
        to.one(CodeBuilder::ladd);
        values.push(Word.narrow(values.store(Long.SIZE - 1)));
    }

    /** A jump that is surely taken. */
    private int jump(int pc, Word target) {
        if (!isGoodTarget(target)) {
            leap(target);
            return -1;
        }
        var next = (int) target.known()[0];
        if (follows(pc, next)) return next;
        transfer(next);
        return -1;
    }

    /** A jump to what is no constant, or to where no jump may go. */
    private void leap(Word target) {
        if (target.isKnown()) {
            to.halt(Gas.halted(HaltReason.INVALID_JUMP));
            return;
        }
        leaps = true;
        effects.jump(target);
        demandConstants();
    }

    private int jumpIf(int pc, Word target, Word condition) {
        if (condition.isKnown(0)) return pc + 1;
        if (condition.isKnown()) return jump(pc, target);
        if (isGoodTarget(target)) {
            var taken = new Assembler.Mark();
            branchIf(condition, taken);
            var reserve = values.flushSize() + BRANCH_SIZE;
            reserved += reserve;
            branches.add(new Branch(taken, (int) target.known()[0], values.stack.copy(), reserve));
        } else {
            var not = new Assembler.Mark();
            branchUnless(condition, not);
            var before = values.stack.copy();
            leap(target);
            values.stack = before;
            to.mark(not);
        }
        return pc + 1;
    }

    private void branchIf(Word condition, Assembler.Mark mark) {
        if (condition.isTruth()) {
            to.iload(condition.truth);
            to.branch(condition.negated ? Opcode.IFEQ : Opcode.IFNE, mark);
        } else if (condition.isOnlyAtHome()) {
            values.loadHome(condition);
            to.call(Types.WORDS, "isZero", "(AI)Z");
            to.branch(Opcode.IFEQ, mark);
        } else {
            arithmetic.loadUnion(values.limbs(condition));
            to.constant(0L);
            to.one(CodeBuilder::lcmp);
            to.branch(Opcode.IFNE, mark);
        }
    }

    private void branchUnless(Word condition, Assembler.Mark mark) {
        var truth = arithmetic.isZero(condition);
        to.iload(truth.truth);
        to.branch(truth.negated ? Opcode.IFEQ : Opcode.IFNE, mark);
    }
}
