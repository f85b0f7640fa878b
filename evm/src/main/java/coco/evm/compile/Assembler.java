package coco.evm.compile;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/**
 * Instructions of one trace, recorded with an upper bound of their size, to be written into a method once it is known which
 * traces share it.
 */
final class Assembler {
    // Locals of every method that holds traces
    static final int SELF = 0;
    static final int FRAME = 1;
    static final int MACHINE = 2;
    static final int PLACE = 3;
    static final int STACK = 4;
    static final int SP = 5;
    static final int GAS = 6;
    static final int MEMORY = 8;
    static final int INDEX = 9;
    static final int TARGET = 10;

    /** The first local for words. */
    static final int FIRST = 12;

    private static final int TRANSFER_SIZE = 12;

    /** A place inside the trace. */
    static final class Mark {}

    /** The method that a trace is written into. */
    interface Method {
        /** Where a trace of this or another method begins. */
        void transfer(CodeBuilder to, int head);

        /** Ends that traces share. */
        Label end(End end);
    }

    /** Ends of a method. */
    enum End {
        /** A group's gas is more than there is. */
        OUT_OF_GAS,
        /** The local for gas has the reason. */
        HALTED,
        /** Goes where the local for targets says. */
        JUMP
    }

    private interface Step {
        void write(CodeBuilder to, Method in, Map<Mark, Label> labels);
    }

    private final List<Step> steps = new ArrayList<>();
    private int size;

    /** Bytes that the trace has at the most. */
    int size() {
        return size;
    }

    void write(CodeBuilder to, Method in) {
        var labels = new IdentityHashMap<Mark, Label>();
        for (var step : steps) step.write(to, in, labels);
    }

    private void add(int bytes, Step step) {
        size += bytes;
        steps.add(step);
    }

    /** An instruction of one byte. */
    void one(Consumer<CodeBuilder> instruction) {
        add(1, (to, _, _) -> instruction.accept(to));
    }

    private static int localSize(int slot) {
        return slot < 4 ? 1 : slot < 256 ? 2 : 4;
    }

    void aload(int slot) {
        add(localSize(slot), (to, _, _) -> to.aload(slot));
    }

    void astore(int slot) {
        add(localSize(slot), (to, _, _) -> to.astore(slot));
    }

    void iload(int slot) {
        add(localSize(slot), (to, _, _) -> to.iload(slot));
    }

    void istore(int slot) {
        add(localSize(slot), (to, _, _) -> to.istore(slot));
    }

    void lload(int slot) {
        add(localSize(slot), (to, _, _) -> to.lload(slot));
    }

    void lstore(int slot) {
        add(localSize(slot), (to, _, _) -> to.lstore(slot));
    }

    void constant(int value) {
        add(value >= -1 && value <= 5 ? 1 : value == (byte) value ? 2 : 3, (to, _, _) -> to.loadConstant(value));
    }

    void constant(long value) {
        add(value == 0 || value == 1 ? 1 : 3, (to, _, _) -> to.loadConstant(value));
    }

    /** A constant that is known only when the trace is complete. */
    void constant(LongSupplier value) {
        add(3, (to, _, _) -> to.loadConstant(value.getAsLong()));
    }

    void call(ClassDesc owner, String name, String type) {
        add(3, (to, _, _) -> to.invokestatic(owner, name, Types.type(type)));
    }

    /** Calls a method of {@code CompiledCode}. */
    void call(String name, String type) {
        call(Types.COMPILED, name, type);
    }

    void callVirtual(ClassDesc owner, String name, String type) {
        add(3, (to, _, _) -> to.invokevirtual(owner, name, Types.type(type)));
    }

    void field(ClassDesc owner, String name, ClassDesc type) {
        add(3, (to, _, _) -> to.getfield(owner, name, type));
    }

    void frameField(String name, ClassDesc type) {
        aload(FRAME);
        field(Types.FRAME, name, type);
    }

    void setPc(int pc) {
        aload(FRAME);
        constant(pc);
        add(3, (to, _, _) -> to.putfield(Types.FRAME, "pc", ConstantDescs.CD_int));
    }

    void mark(Mark mark) {
        add(0, (to, _, labels) -> to.labelBinding(labels.computeIfAbsent(mark, _ -> to.newLabel())));
    }

    /** A conditional jump inside the trace. */
    void branch(java.lang.classfile.Opcode opcode, Mark mark) {
        add(3, (to, _, labels) -> to.branch(opcode, labels.computeIfAbsent(mark, _ -> to.newLabel())));
    }

    void branch(java.lang.classfile.Opcode opcode, End end) {
        add(3, (to, in, _) -> to.branch(opcode, in.end(end)));
    }

    /** Goes to the trace that begins at the program counter; everything is written back but gas and stack size. */
    void transfer(int head) {
        add(TRANSFER_SIZE, (to, in, _) -> in.transfer(to, head));
    }

    /** Goes where the local for targets says. */
    void jump() {
        add(3, (to, in, _) -> to.goto_(in.end(End.JUMP)));
    }

    void halt(long reason) {
        aload(MACHINE);
        constant(reason);
        call("halted", "(MJ)I");
        one(CodeBuilder::ireturn);
    }

    /** Takes the price, which is known only when the trace is complete, off the gas, or halts. */
    void charge(LongSupplier price) {
        add(15, (to, in, _) -> {
            var due = price.getAsLong();
            if (due == 0) return;
            to.lload(GAS)
                    .loadConstant(due)
                    .lsub()
                    .dup2()
                    .lstore(GAS)
                    .lconst_0()
                    .lcmp()
                    .iflt(in.end(End.OUT_OF_GAS));
        });
    }

    /** Leaves to the interpreter unless the stack has that many limbs at least and at most. */
    void checkStack(IntSupplier least, IntSupplier most, Mark leave) {
        add(14, (to, _, labels) -> {
            var label = labels.computeIfAbsent(leave, _ -> to.newLabel());
            if (least.getAsInt() > 0)
                to.iload(SP).loadConstant(least.getAsInt()).if_icmplt(label);
            if (most.getAsInt() < coco.evm.machine.Instructions.STACK_LIMBS_MAX)
                to.iload(SP).loadConstant(most.getAsInt()).if_icmpgt(label);
        });
    }
}
