package coco.evm.compile;

import static coco.evm.compile.Assembler.FRAME;
import static coco.evm.compile.Assembler.GAS;
import static coco.evm.compile.Assembler.MACHINE;
import static coco.evm.compile.Assembler.PLACE;
import static coco.evm.compile.Assembler.SELF;
import static coco.evm.compile.Assembler.SP;
import static coco.evm.compile.Assembler.STACK;
import static coco.evm.compile.Assembler.TARGET;

import coco.evm.compile.Assembler.End;
import coco.evm.compile.CodeCompiler.Compilation;
import coco.evm.machine.CompiledCode;
import coco.evm.state.Code;
import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.instruction.SwitchCase;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes traces into the methods of a class. A place is a method's number in the high 16 bits and a trace's number in it in
 * the low ones; a method runs from a place until it leaves for a place of another, whose number it returns, and a loop over
 * the methods calls that one.
 */
final class ClassMaker {
    private static final ClassDesc CLASS = Types.machine("Contract");
    private static final MethodTypeDesc METHOD = Types.type("(CFMI)I");
    private static final int PLACE_BITS = 16;

    private final Code code;
    private final List<List<Trace>> methods;

    /** Where the trace of a program counter begins. */
    private final Map<Integer, Integer> places = new HashMap<>();

    ClassMaker(Code code, List<List<Trace>> methods) {
        this.code = code;
        this.methods = methods;
        for (var method = 0; method < methods.size(); method++)
            for (var i = 0; i < methods.get(method).size(); i++)
                places.put(methods.get(method).get(i).head(), method << PLACE_BITS | i);
    }

    Compilation make() {
        var bytes = ClassFile.of().build(CLASS, type -> {
            type.withFlags(ClassFile.ACC_FINAL).withSuperclass(Types.COMPILED);
            type.withMethodBody(
                    ConstantDescs.INIT_NAME, MethodTypeDesc.of(ConstantDescs.CD_void, Types.INTS), 0, to -> to.aload(0)
                            .aload(1)
                            .invokespecial(
                                    Types.COMPILED,
                                    ConstantDescs.INIT_NAME,
                                    MethodTypeDesc.of(ConstantDescs.CD_void, Types.INTS))
                            .return_());
            type.withMethodBody("run", Types.type("(FMI)I"), ClassFile.ACC_PROTECTED, this::writeLoop);
            for (var i = 0; i < methods.size(); i++) writeMethod(type, i);
        });
        return new Compilation(bytes, entries());
    }

    private int[] entries() {
        var entries = new int[code.length() + 1];
        for (var pc = 0; pc < code.length(); pc++) if (code.isJumpTarget(pc)) entries[pc] = CompiledCode.TARGET;
        places.forEach((pc, place) -> entries[pc] |= place + 1);
        return entries;
    }

    private static String name(int method) {
        return "m" + method;
    }

    private void writeLoop(CodeBuilder to) {
        Label loop = to.newLabel(), done = to.newLabel();
        var cases = new ArrayList<SwitchCase>();
        for (var i = 0; i < methods.size(); i++) cases.add(SwitchCase.of(i, to.newLabel()));
        to.labelBinding(loop).iload(PLACE).iflt(done);
        to.iload(PLACE).loadConstant(PLACE_BITS).ishr();
        to.tableswitch(0, methods.size() - 1, done, cases);
        for (var one : cases) {
            to.labelBinding(one.target())
                    .aload(SELF)
                    .aload(FRAME)
                    .aload(MACHINE)
                    .iload(PLACE);
            to.invokestatic(CLASS, name(one.caseValue()), METHOD).istore(PLACE).goto_(loop);
        }
        to.labelBinding(done).iload(PLACE).ireturn();
    }

    private void writeMethod(ClassBuilder type, int number) {
        type.withMethodBody(
                name(number), METHOD, ClassFile.ACC_STATIC, to -> new Body(to, number).write(methods.get(number)));
    }

    /** One method while it is written. */
    private final class Body implements Assembler.Method {
        private final CodeBuilder to;
        private final int number;
        private final Map<Integer, Label> heads = new HashMap<>();
        private final Map<End, Label> ends = new EnumMap<>(End.class);
        private final Label dispatch;
        private final Label gone;

        Body(CodeBuilder to, int number) {
            this.to = to;
            this.number = number;
            dispatch = to.newLabel();
            gone = to.newLabel();
            for (var end : End.values()) ends.put(end, to.newLabel());
        }

        void write(List<Trace> traces) {
            to.aload(FRAME).getfield(Types.FRAME, "stack", Types.LONGS).astore(STACK);
            to.aload(FRAME).getfield(Types.FRAME, "top", ConstantDescs.CD_int).istore(SP);
            to.aload(FRAME).getfield(Types.FRAME, "gas", ConstantDescs.CD_long).lstore(GAS);
            var cases = new ArrayList<SwitchCase>();
            for (var i = 0; i < traces.size(); i++) {
                var label = to.newLabel();
                heads.put(traces.get(i).head(), label);
                cases.add(SwitchCase.of(i, label));
            }
            to.labelBinding(dispatch)
                    .iload(PLACE)
                    .loadConstant((1 << PLACE_BITS) - 1)
                    .iand();
            to.tableswitch(0, cases.size() - 1, cases.getFirst().target(), cases);
            for (var trace : traces) {
                to.labelBinding(head(trace.head()));
                trace.to().write(to, this);
            }
            writeEnds();
        }

        private Label head(int pc) {
            var label = heads.get(pc);
            if (label == null) throw new IllegalStateException("no trace begins at " + pc);
            return label;
        }

        private void writeEnds() {
            to.labelBinding(end(End.OUT_OF_GAS)).aload(MACHINE);
            to.invokestatic(Types.COMPILED, "outOfGas", Types.type("(M)I")).ireturn();
            to.labelBinding(end(End.HALTED)).aload(MACHINE).lload(GAS);
            to.invokestatic(Types.COMPILED, "halted", Types.type("(MJ)I")).ireturn();
            to.labelBinding(end(End.JUMP))
                    .aload(SELF)
                    .aload(FRAME)
                    .aload(MACHINE)
                    .lload(TARGET);
            to.invokevirtual(Types.COMPILED, "jump", Types.type("(FMJ)I")).istore(PLACE);
            to.iload(PLACE).loadConstant(PLACE_BITS).ishr().loadConstant(number).if_icmpeq(dispatch);
            to.labelBinding(gone).aload(FRAME).iload(PLACE).iload(SP).lload(GAS);
            to.invokestatic(Types.COMPILED, "gone", Types.type("(FIIJ)I")).ireturn();
        }

        @Override
        public Label end(End end) {
            var label = ends.get(end);
            if (label == null) throw new IllegalStateException("no end " + end);
            return label;
        }

        @Override
        public void transfer(CodeBuilder into, int pc) {
            var label = heads.get(pc);
            if (label != null) {
                into.goto_(label);
                return;
            }
            var place = places.get(pc);
            if (place == null) throw new IllegalStateException("no trace begins at " + pc);
            into.loadConstant(place.intValue()).istore(PLACE).goto_(gone);
        }
    }
}
