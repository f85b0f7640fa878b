package coco.evm.machine;

import coco.evm.Op;
import coco.evm.state.Code;

/**
 * What the runs of a code need under one table of instructions: opcodes that {@link HotLoop} knows, one behind the other without a
 * jump between them. The need of a run is checked once, where it is entered, and its gas is paid there: nothing in it can tell how much
 * gas is left, and memory that has to grow leaves the loop, which gives back what was not reached.
 *
 * <p>A run may begin at every byte of a code, be it in the middle of another. It is found when it is first entered. Threads that
 * race there find the same.
 *
 * <p>In one int: gas in the low 10 bits, then 6 for the words that must be on the stack, 6 for those by which it grows, and 9 for the
 * run's size in bytes, by which it is never zero. A run that would not fit ends earlier.
 */
final class Runs implements Code.Note {
    /** Nobody has looked yet. */
    static final int UNKNOWN = 0;

    /** The opcode there is none of the hot loop's. */
    static final int NONE = -1;

    private static final int WORDS_MAX = 63;

    /** Fewer than fit: where memory grows, what is left of a run is added up. None of these bytes costs more than 10 gas. */
    static final int BYTES_MAX = 96;

    private final long[] shapes;
    private final byte[] code;

    /** By program counter. */
    private final int[] needs;

    private Runs(Code code, long[] shapes) {
        this.code = code.padded();
        this.shapes = shapes;
        needs = new int[this.code.length];
    }

    static Runs of(Code code, long[] shapes) {
        if (code.plan() instanceof Runs runs && runs.shapes == shapes) return runs;
        var runs = new Runs(code, shapes);
        code.plan(runs);
        return runs;
    }

    /** For the hot loop; only read. */
    int[] needs() {
        return needs;
    }

    /** Finds the run that begins there: whether that is news, and there is one. */
    boolean discover(int pc) {
        if (needs[pc] != UNKNOWN) return false;
        needs[pc] = find(pc);
        return needs[pc] != NONE;
    }

    private int find(int start) {
        var pc = start;
        int gas = 0, need = 0, growth = 0, height = 0;
        while (pc < code.length) {
            var op = code[pc] & 0xff;
            var shape = shapes[op];
            if (!HotLoop.knows(op) || !Instructions.isDefined(shape)) break;
            var needHere = Math.max(need, Instructions.least(shape) / Instructions.LIMBS - height);
            height += Instructions.delta(op);
            var next = pc + HotLoop.size(op);
            if (needHere > WORDS_MAX || height > WORDS_MAX || next - start > BYTES_MAX) break;
            gas += Instructions.gas(shape);
            need = needHere;
            growth = Math.max(growth, height);
            pc = next;
            if (op == Op.JUMP || op == Op.JUMPI) break;
        }
        return pc == start ? NONE : of(gas, need, growth, pc - start);
    }

    private static int of(int gas, int need, int growth, int size) {
        return gas | need << 10 | growth << 16 | size << 22;
    }

    /** A run of one opcode that has been paid for and may run. */
    static int alone(int op) {
        return of(0, 0, 0, HotLoop.size(op));
    }

    static int gas(int run) {
        return run & 0x3ff;
    }

    /** In limbs. */
    static int need(int run) {
        return run >>> 8 & 0xfc;
    }

    /** In limbs. */
    static int growth(int run) {
        return run >>> 14 & 0xfc;
    }

    static int size(int run) {
        return run >>> 22;
    }

    /** The static prices of what is between the two places. */
    static long price(byte[] code, long[] shapes, int from, int to) {
        var gas = 0L;
        for (var pc = from; pc < to; ) {
            var op = code[pc] & 0xff;
            gas += Instructions.gas(shapes[op]);
            pc += HotLoop.size(op);
        }
        return gas;
    }
}
