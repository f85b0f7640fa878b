package coco.evm.compile;

import static coco.evm.compile.Assembler.FRAME;
import static coco.evm.compile.Assembler.GAS;
import static coco.evm.compile.Assembler.INDEX;
import static coco.evm.compile.Assembler.MACHINE;
import static coco.evm.compile.Assembler.MEMORY;
import static coco.evm.compile.Assembler.STACK;
import static coco.evm.machine.CompiledCode.SCRATCH;

import coco.evm.Op;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Opcode;
import java.lang.constant.ConstantDescs;

/** Opcodes that look at or change something beside the stack: memory, storage, the surroundings. */
final class Effects {
    private static final int LIMBS = 4;
    private static final int WORD = 32;
    private static final int ADDRESS_LIMBS = 3;

    private final Values values;
    private final Assembler to;
    private final int codeLength;

    Effects(Values values, int codeLength) {
        this.values = values;
        this.codeLength = codeLength;
        to = values.to;
    }

    /** All but ends, jumps, calls and creations. */
    void run(int op) {
        switch (op) {
            case Op.EXP -> power();
            case Op.KECCAK256 -> hash();
            case Op.MLOAD -> loadMemory();
            case Op.MSTORE -> storeMemory();
            case Op.MSTORE8 -> storeByte();
            case Op.MSIZE -> pushInt("memorySize");
            case Op.CALLDATASIZE -> pushLength("input");
            case Op.RETURNDATASIZE -> pushLength("returnData");
            case Op.CODESIZE -> values.push(Word.of(codeLength));
            case Op.CALLDATALOAD -> loadCallData();
            case Op.CALLVALUE -> pushValue();
            case Op.CALLER -> pushCaller();
            case Op.TIMESTAMP, Op.NUMBER, Op.GASLIMIT, Op.SLOTNUM -> pushSurrounding(op, 1);
            case Op.ADDRESS, Op.ORIGIN, Op.COINBASE -> pushSurrounding(op, ADDRESS_LIMBS);
            case Op.GASPRICE, Op.PREVRANDAO, Op.CHAINID, Op.SELFBALANCE, Op.BASEFEE, Op.BLOBBASEFEE ->
                pushSurrounding(op, LIMBS);
            case Op.BALANCE, Op.EXTCODESIZE, Op.EXTCODEHASH, Op.BLOCKHASH, Op.BLOBHASH -> replace(op);
            case Op.CALLDATACOPY, Op.CODECOPY, Op.RETURNDATACOPY, Op.MCOPY -> copy(op);
            case Op.EXTCODECOPY -> copyForeignCode();
            case Op.SLOAD -> loadStorage();
            case Op.SSTORE -> storeStorage();
            case Op.TLOAD -> loadTransient();
            case Op.TSTORE -> storeTransient();
            case 0xa0, 0xa1, 0xa2, 0xa3, 0xa4 -> log(op - Op.LOG0);
            default -> throw new IllegalStateException("no opcode to compile: " + op);
        }
    }

    private void power() {
        Word base = values.pop(), exponent = values.pop();
        values.scratch(base, exponent);
        to.aload(MACHINE);
        to.aload(STACK);
        to.lload(GAS);
        to.call("power", "(MAJ)J");
        values.storeGas();
        values.push(
                base.isKnown() && exponent.isKnown() ? Arithmetic.power(base, exponent) : values.scratchResult(LIMBS));
    }

    private void hash() {
        Limb offset = values.saturated(values.pop()), size = values.saturated(values.pop());
        to.aload(FRAME);
        values.load(offset);
        values.load(size);
        to.lload(GAS);
        to.call("hash", "(FJJJ)J");
        values.storeGas();
        values.push(values.scratchResult(LIMBS));
    }

    // Memory

    /** Leaves the memory and the index of the range, which is then part of it, in their locals. */
    private void reach(Word at, int size) {
        var offset = values.saturated(at);
        var known = offset instanceof Limb.Known(var value) && value <= Integer.MAX_VALUE - size ? value + size : 0;
        if (known == 0 || known > values.stack.memory) expand(offset, size);
        if (known > values.stack.memory) values.stack.memory = (known + WORD - 1) / WORD * WORD;
        to.frameField("memory", Types.BYTES);
        to.astore(MEMORY);
        if (known != 0) {
            to.constant((int) known - size);
        } else {
            values.load(offset);
            to.one(CodeBuilder::l2i);
        }
        to.istore(INDEX);
    }

    private void expand(Limb offset, int size) {
        var enough = new Assembler.Mark();
        values.load(offset);
        to.frameField("memorySize", ConstantDescs.CD_int);
        to.constant(size);
        to.one(CodeBuilder::isub);
        to.one(CodeBuilder::i2l);
        to.one(CodeBuilder::lcmp);
        to.branch(Opcode.IFLE, enough);
        to.aload(FRAME);
        to.lload(GAS);
        values.load(offset);
        to.constant((long) size);
        to.call(Types.machine("Gas"), "expand", "(FJJJ)J");
        values.storeGas();
        to.mark(enough);
    }

    private void loadMemory() {
        reach(values.pop(), WORD);
        var limbs = new Limb[LIMBS];
        for (var i = 0; i < LIMBS; i++) {
            to.aload(MEMORY);
            to.iload(INDEX);
            if (i < LIMBS - 1) {
                to.constant(Long.BYTES * (LIMBS - 1 - i));
                to.one(CodeBuilder::iadd);
            }
            to.call("limb", "(YI)J");
            limbs[i] = values.store(Long.SIZE);
        }
        values.push(Word.of(limbs));
    }

    private void storeMemory() {
        Word at = values.pop(), word = values.pop();
        reach(at, WORD);
        values.loadAll(word);
        to.aload(MEMORY);
        to.iload(INDEX);
        to.call("store", "(JJJJYI)V");
    }

    private void storeByte() {
        Word at = values.pop(), word = values.pop();
        reach(at, 1);
        to.aload(MEMORY);
        to.iload(INDEX);
        values.load(values.limbs(word)[0]);
        to.one(CodeBuilder::l2i);
        to.one(CodeBuilder::i2b);
        to.one(CodeBuilder::bastore);
    }

    private void copy(int op) {
        values.scratch(values.pop(), values.pop(), values.pop());
        to.aload(FRAME);
        to.constant(op);
        to.constant(SCRATCH + 3 * LIMBS);
        to.lload(GAS);
        to.call(Types.machine("Copies"), "copy", "(FIIJ)J");
        values.storeGas();
    }

    private void copyForeignCode() {
        values.scratch(values.pop(), values.pop(), values.pop(), values.pop());
        loadCall(4);
        to.call(Types.machine("Copies"), "copyForeignCode", "(MFIJ)J");
        values.storeGas();
    }

    /** Loads machine, frame, the scratch words' top and the gas. */
    private void loadCall(int operands) {
        to.aload(MACHINE);
        to.aload(FRAME);
        to.constant(SCRATCH + operands * LIMBS);
        to.lload(GAS);
    }

    // The surroundings

    private void pushInt(String field) {
        to.frameField(field, ConstantDescs.CD_int);
        pushNatural();
    }

    private void pushLength(String field) {
        to.frameField(field, Types.BYTES);
        to.one(CodeBuilder::arraylength);
        pushNatural();
    }

    /** The int on the operand stack, which is not below zero. */
    private void pushNatural() {
        to.one(CodeBuilder::i2l);
        values.push(Word.narrow(values.store(Integer.SIZE - 1)));
    }

    private void loadCallData() {
        var offset = values.saturated(values.pop());
        to.aload(FRAME);
        values.load(offset);
        to.call("callData", "(FJ)V");
        values.push(values.scratchResult(LIMBS));
    }

    private void pushValue() {
        var limbs = new Limb[LIMBS];
        for (var i = 0; i < LIMBS; i++) {
            to.frameField("value", Types.LONGS);
            to.constant(i);
            to.one(CodeBuilder::laload);
            limbs[i] = values.store(Long.SIZE);
        }
        values.push(Word.of(limbs));
    }

    private void pushCaller() {
        to.aload(FRAME);
        to.call("pushCaller", "(F)V");
        values.push(values.scratchResult(ADDRESS_LIMBS));
    }

    private void pushSurrounding(int op, int limbs) {
        to.aload(MACHINE);
        to.aload(FRAME);
        to.constant(op);
        to.constant(SCRATCH);
        to.call(Types.machine("Environment"), "push", "(MFII)V");
        values.push(values.scratchResult(limbs));
    }

    private void replace(int op) {
        values.scratch(values.pop());
        to.aload(MACHINE);
        to.aload(FRAME);
        to.constant(op);
        to.constant(SCRATCH + LIMBS);
        to.lload(GAS);
        to.call(Types.machine("Environment"), "replace", "(MFIIJ)J");
        values.storeGas();
        values.push(values.scratchResult(op == Op.EXTCODESIZE ? 1 : LIMBS));
    }

    private void log(int topics) {
        var operands = new Word[2 + topics];
        for (var i = 0; i < operands.length; i++) operands[i] = values.pop();
        values.scratch(operands);
        to.aload(MACHINE);
        to.aload(FRAME);
        to.constant(topics);
        to.constant(SCRATCH + operands.length * LIMBS);
        to.lload(GAS);
        to.call(Types.machine("Environment"), "log", "(MFIIJ)J");
        values.storeGas();
    }

    // Storage

    private void loadStorage() {
        values.scratch(values.pop());
        loadCall(1);
        to.call(Types.machine("StorageOps"), "load", "(MFIJ)J");
        values.storeGas();
        values.push(values.scratchResult(LIMBS));
    }

    private void storeStorage() {
        values.scratch(values.pop(), values.pop());
        loadCall(2);
        to.call(Types.machine("StorageOps"), "store", "(MFIJ)J");
        values.storeGas();
    }

    private void loadTransient() {
        values.scratch(values.pop());
        to.aload(FRAME);
        to.aload(MACHINE);
        to.call("loadTransient", "(FM)V");
        values.push(values.scratchResult(LIMBS));
    }

    private void storeTransient() {
        values.scratch(values.pop(), values.pop());
        to.aload(FRAME);
        to.aload(MACHINE);
        to.lload(GAS);
        to.call("storeTransient", "(FMJ)J");
        values.storeGas();
    }

    // Ends

    void end(int op) {
        switch (op) {
            case Op.STOP -> stop();
            case Op.RETURN, Op.REVERT -> output(op);
            case Op.SELFDESTRUCT -> destroy();
            default -> throw new IllegalStateException("no end: " + op);
        }
        to.one(CodeBuilder::ireturn);
    }

    private void stop() {
        to.aload(FRAME);
        to.aload(MACHINE);
        to.lload(GAS);
        to.call("stop", "(FMJ)I");
    }

    private void output(int op) {
        Limb offset = values.saturated(values.pop()), size = values.saturated(values.pop());
        to.aload(FRAME);
        to.aload(MACHINE);
        values.load(offset);
        values.load(size);
        to.lload(GAS);
        to.call(op == Op.RETURN ? "returned" : "reverted", "(FMJJJ)I");
    }

    private void destroy() {
        values.scratch(values.pop());
        loadCall(1);
        to.call(Types.machine("Destruction"), "run", "(MFIJ)J");
        values.storeGas();
        stop();
    }

    /** Calls and creations; goes on at the program counter {@code next} unless another frame is to go first. */
    void enter(int op, int operands, int next) {
        values.stack.get(values.stack.top() - operands);
        values.flush();
        to.setPc(next);
        to.aload(MACHINE);
        to.aload(FRAME);
        to.constant(op);
        values.loadTop();
        to.lload(GAS);
        var creates = op == Op.CREATE || op == Op.CREATE2;
        to.call(Types.machine(creates ? "Creations" : "Calls"), creates ? "create" : "call", "(MFIIJ)J");
        values.storeGas();
        var goesOn = new Assembler.Mark();
        to.aload(MACHINE);
        to.field(Types.MACHINE, "entered", ConstantDescs.CD_boolean);
        to.branch(Opcode.IFEQ, goesOn);
        to.aload(FRAME);
        to.lload(GAS);
        to.call("entered", "(FJ)I");
        to.one(CodeBuilder::ireturn);
        to.mark(goesOn);
        to.frameField("top", ConstantDescs.CD_int);
        to.istore(Assembler.SP);
        to.transfer(next);
    }

    /** A jump to a target that is not known. */
    void jump(Word target) {
        var limb = values.saturated(target);
        values.load(limb);
        to.lstore(Assembler.TARGET);
        values.flush();
        values.moveTop();
        to.jump();
    }
}
