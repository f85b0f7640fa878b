package coco.evm.machine;

import coco.evm.Fork;
import coco.evm.HaltReason;

/**
 * Prices that depend on operands. Functions that charge take the gas left and return what is left then; less than zero
 * stands for a {@link HaltReason}, by {@link #halted}.
 */
public final class Gas {
    static final long OUT = halted(HaltReason.OUT_OF_GAS);

    static final int CALL_VALUE = 9000;
    static final int CALL_STIPEND = 2300;
    static final int COLD_ACCOUNT = 2600;
    static final int COLD_SLOT = 2100;
    static final int WARM = 100;
    static final int DESTRUCTION_REFUND = 24_000;
    private static final int HASH_WORD = 6;

    /** Memory beyond this is unaffordable by any gas limit below 2^41. */
    private static final long MEMORY_MAX = 1L << 30;

    private Gas() {}

    @SuppressWarnings("EnumOrdinal") // the number lives no longer than the opcode
    public static long halted(HaltReason reason) {
        return -1L - reason.ordinal();
    }

    @SuppressWarnings("EnumOrdinal") // as above
    static HaltReason reason(long halted) {
        return HaltReason.values()[(int) (-1 - halted)];
    }

    static long charge(long gas, long cost) {
        return gas >= cost ? gas - cost : OUT;
    }

    /** Makes the range part of the memory; offset and size are saturated words of the stack. */
    static long expand(Frame frame, long gas, long offset, long size) {
        if (size == 0) return gas;
        if (offset > MEMORY_MAX || size > MEMORY_MAX - offset) return OUT;
        var end = offset + size;
        if (end <= frame.memorySize) return gas;
        var words = (end + 31) >> 5;
        var left = gas - (memoryCost(words) - memoryCost(frame.memorySize >> 5));
        if (left < 0) return OUT;
        frame.growMemory((int) words << 5);
        return left;
    }

    private static long memoryCost(long words) {
        return 3 * words + (words * words >> 9);
    }

    /** For each begun word of 32 bytes; {@code size} is saturated. */
    static long perWord(long gas, long size, int price) {
        if (size > MEMORY_MAX) return OUT;
        return charge(gas, (size + 31 >> 5) * price);
    }

    /** For hashing a range of the memory, which it becomes part of. */
    static long hash(Frame frame, long gas, long offset, long size) {
        var left = perWord(gas, size, HASH_WORD);
        return left < 0 ? left : expand(frame, left, offset, size);
    }

    /** What new accounts and codes cost in a fork, {@link StateGas} aside: a code by its bytes and by its begun words. */
    record Growth(int account, int codeByte, int codeWord) {
        static Growth of(Fork fork) {
            return fork.isAtLeast(Fork.AMSTERDAM) ? new Growth(0, 0, 6) : new Growth(25_000, 200, 0);
        }

        long code(int length) {
            return (long) codeByte * length + (long) codeWord * ((length + 31) / 32);
        }
    }

    /** What SSTORE and SLOAD cost in a fork, {@link StateGas} aside. */
    record Storage(boolean net, boolean sentry, boolean warmth, int load, int set, int reset, int clearRefund) {
        static Storage of(Fork fork) {
            if (fork.isAtLeast(Fork.AMSTERDAM)) return new Storage(true, true, true, 100, 2900, 2900, 4800);
            if (fork.isAtLeast(Fork.LONDON)) return new Storage(true, true, true, 100, 20_000, 2900, 4800);
            if (fork.isAtLeast(Fork.BERLIN)) return new Storage(true, true, true, 100, 20_000, 2900, 15_000);
            if (fork.isAtLeast(Fork.ISTANBUL)) return new Storage(true, true, false, 800, 20_000, 5000, 15_000);
            if (fork == Fork.CONSTANTINOPLE) return new Storage(true, false, false, 200, 20_000, 5000, 15_000);
            return new Storage(false, false, false, 0, 20_000, 5000, 15_000);
        }
    }
}
