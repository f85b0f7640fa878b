package coco.evm.machine;

import coco.evm.HaltReason;
import coco.evm.Op;

/** Opcodes that copy into memory. What is copied from beyond the end of the source is zero. */
final class Copies {
    private static final int PER_WORD = 3;

    private Copies() {}

    /** CALLDATACOPY, CODECOPY, RETURNDATACOPY, MCOPY: target, source, size. */
    static long copy(Frame f, int op, int sp, long gas) {
        long target = Words.saturated(f.stack, sp - 4), source = Words.saturated(f.stack, sp - 8);
        var size = Words.saturated(f.stack, sp - 12);
        if (op == Op.RETURNDATACOPY && (size > f.returnData.length || source > f.returnData.length - size))
            return Gas.halted(HaltReason.RETURN_DATA_OUT_OF_BOUNDS);
        gas = Gas.perWord(gas, size, PER_WORD);
        if (gas >= 0) gas = Gas.expand(f, gas, op == Op.MCOPY ? Math.max(target, source) : target, size);
        if (gas < 0 || size == 0) return gas;
        switch (op) {
            case Op.MCOPY -> System.arraycopy(f.memory, (int) source, f.memory, (int) target, (int) size);
            case Op.CODECOPY -> paste(f, target, f.code.padded(), f.code.length(), source, size);
            case Op.CALLDATACOPY -> paste(f, target, f.input, f.input.length, source, size);
            default -> paste(f, target, f.returnData, f.returnData.length, source, size);
        }
        return gas;
    }

    /** EXTCODECOPY: address, target, source, size. */
    static long copyForeignCode(Machine m, Frame f, int sp, long gas) {
        var account = m.account(f.stack, sp - 4);
        gas = m.chargeAccess(account, gas);
        long target = Words.saturated(f.stack, sp - 8), source = Words.saturated(f.stack, sp - 12);
        var size = Words.saturated(f.stack, sp - 16);
        if (gas >= 0) gas = Gas.perWord(gas, size, PER_WORD);
        if (gas >= 0) gas = Gas.expand(f, gas, target, size);
        if (gas < 0) return gas;
        m.accessed(account);
        if (size == 0) return gas;
        var code = m.journal.code(account);
        paste(f, target, code.padded(), code.length(), source, size);
        return gas;
    }

    private static void paste(Frame f, long target, byte[] from, int length, long source, long size) {
        var there = (int) Math.max(0, Math.min(size, length - source));
        if (there > 0) System.arraycopy(from, (int) source, f.memory, (int) target, there);
        java.util.Arrays.fill(f.memory, (int) target + there, (int) (target + size), (byte) 0);
    }
}
