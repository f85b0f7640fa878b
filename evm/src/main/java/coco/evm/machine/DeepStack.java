package coco.evm.machine;

import coco.evm.HaltReason;
import coco.evm.Op;

/** DUPN, SWAPN and EXCHANGE (EIP-8024): the byte behind the opcode says which words of the stack are meant. */
public final class DeepStack {
    private static final int NONE = 0;
    private static final int BYTE = 0xff;

    /** Immediates from one behind these to 127 are a JUMPDEST or a PUSH in code that was there before, and mean nothing. */
    private static final int LAST_LOW_SINGLE = 90;

    private static final int LAST_LOW_PAIR = 81;
    private static final int FIRST_HIGH = 128;

    /** The words of a pair are no deeper in sum. */
    private static final int PAIR_SUM_MAX = 30;

    private DeepStack() {}

    /** What DUPN copies, counted from 1 for the top, or what SWAPN exchanges with the top, from 1 for below it; 0 for no such. */
    public static int single(int immediate) {
        if (immediate > LAST_LOW_SINGLE && immediate < FIRST_HIGH) return NONE;
        return immediate + 145 & BYTE;
    }

    /** The upper of the words that EXCHANGE exchanges, counted from 1 for the one below the top; 0 for no such. */
    public static int upper(int immediate) {
        if (immediate > LAST_LOW_PAIR && immediate < FIRST_HIGH) return NONE;
        return 1 + Math.min(high(immediate), low(immediate));
    }

    /** The lower of them. */
    public static int lower(int immediate) {
        if (upper(immediate) == NONE) return NONE;
        int high = high(immediate), low = low(immediate);
        return high < low ? low + 1 : PAIR_SUM_MAX - 1 - high;
    }

    private static int high(int immediate) {
        return (immediate ^ 143) >> 4;
    }

    private static int low(int immediate) {
        return (immediate ^ 143) & 15;
    }

    /** How many words have to be there; 0 where the immediate means nothing. */
    public static int need(int op, int immediate) {
        if (op == Op.EXCHANGE) return lower(immediate) == NONE ? NONE : lower(immediate) + 1;
        var n = single(immediate);
        return op == Op.SWAPN && n != NONE ? n + 1 : n;
    }

    public static boolean has(int op) {
        return op == Op.DUPN || op == Op.SWAPN || op == Op.EXCHANGE;
    }

    /** The stack's size in limbs afterwards, or a halt. */
    static long run(long[] s, int op, int immediate, int sp) {
        var need = need(op, immediate);
        if (need == NONE) return Gas.halted(HaltReason.INVALID_OPCODE);
        if (sp < need * Instructions.LIMBS) return Gas.halted(HaltReason.STACK_UNDERFLOW);
        switch (op) {
            case Op.DUPN -> {
                System.arraycopy(s, sp - need * Instructions.LIMBS, s, sp, Instructions.LIMBS);
                return (long) sp + Instructions.LIMBS;
            }
            case Op.SWAPN -> exchange(s, sp, 0, need - 1);
            default -> exchange(s, sp, upper(immediate), need - 1);
        }
        return sp;
    }

    /** Words counted from 0 for the top. */
    private static void exchange(long[] s, int sp, int upper, int lower) {
        int a = sp - (upper + 1) * Instructions.LIMBS, b = sp - (lower + 1) * Instructions.LIMBS;
        for (var i = 0; i < Instructions.LIMBS; i++) {
            var limb = s[a + i];
            s[a + i] = s[b + i];
            s[b + i] = limb;
        }
    }
}
