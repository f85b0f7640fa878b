package coco.evm.machine;

import static java.lang.Long.compareUnsigned;

import coco.evm.HaltReason;
import coco.evm.hash.Keccak256;
import java.lang.invoke.MethodHandles;

/**
 * A contract's code as a class of the Java virtual machine, and what such a class calls. It runs a frame under the very
 * contract of {@link Interpreter#run}, and may also leave it at the start of a basic block for the interpreter to go on.
 *
 * <p>Classes made for it are hidden classes of this package: they go when nothing refers to their one instance any more.
 */
public abstract class CompiledCode {
    /** The interpreter is to go on from the frame's program counter. */
    static final int LEFT = 4;

    /** Where compiled code puts operands and results of calls, out of reach of every stack: the lowest limb. */
    public static final int SCRATCH = Instructions.STACK_LIMBS_MAX + Instructions.LIMBS;

    /** The most operands that an opcode finds there. */
    static final int SCRATCH_WORDS = 6;

    /** In an entry: code may jump here. The bits below name where; none of them: nothing was compiled for this target. */
    public static final int TARGET = 1 << 30;

    private static final int PLACE = TARGET - 1;

    /** By program counter; zero where nothing begins. Only read. */
    private final int[] entries;

    protected CompiledCode(int[] entries) {
        this.entries = entries;
    }

    /**
     * Defines a class that extends this one and makes its instance.
     *
     * @param bytes of the class file, whose package is this one
     * @param entries for each byte of the code, and one behind: 0, or a place plus one, with {@link #TARGET} where there is a
     *     JUMPDEST; not to be written to later
     */
    public static CompiledCode define(byte[] bytes, int[] entries) {
        try {
            var hidden = MethodHandles.lookup().defineHiddenClass(bytes, true).lookupClass();
            return (CompiledCode) hidden.getDeclaredConstructor(int[].class).newInstance((Object) entries);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("a compiled code's constructor only stores its argument", e);
        }
    }

    /** Runs the frame from its program counter: how it was left. */
    final int run(Frame f, Machine m) {
        var entry = entries[f.pc] & PLACE;
        return entry == 0 ? LEFT : ~run(f, m, entry - 1);
    }

    /** Runs from the place on; the complement of how the frame was left. */
    protected abstract int run(Frame f, Machine m, int place);

    /** Where a jump goes: a place, or the complement of how the frame is left. */
    final int jump(Frame f, Machine m, long target) {
        var entry = target < f.code.length() ? entries[(int) target] : 0;
        if ((entry & TARGET) == 0) return ~m.halt(HaltReason.INVALID_JUMP);
        f.pc = (int) target;
        return (entry & PLACE) == 0 ? ~LEFT : (entry & PLACE) - 1;
    }

    // Words in locals

    static boolean isZero(long limbs) {
        return limbs == 0;
    }

    static boolean isBelow(long a, long b) {
        return compareUnsigned(a, b) < 0;
    }

    static boolean isBelow(long a3, long a2, long a1, long a0, long b3, long b2, long b1, long b0) {
        if (a3 != b3) return compareUnsigned(a3, b3) < 0;
        if (a2 != b2) return compareUnsigned(a2, b2) < 0;
        if (a1 != b1) return compareUnsigned(a1, b1) < 0;
        return compareUnsigned(a0, b0) < 0;
    }

    static boolean isBelowSigned(long a3, long a2, long a1, long a0, long b3, long b2, long b1, long b0) {
        return a3 != b3 ? a3 < b3 : isBelow(a3, a2, a1, a0, b3, b2, b1, b0);
    }

    /** What the sum of two limbs and a carry carries on. */
    static long carry(long a, long b, long sum) {
        return ((a & b) | ((a | b) & ~sum)) >>> 63;
    }

    /** What the difference of two limbs and a borrow borrows from the next. */
    static long borrow(long a, long b, long difference) {
        return ((~a & b) | ((~a | b) & difference)) >>> 63;
    }

    static long quotient(long a, long b) {
        return b == 0 ? 0 : Long.divideUnsigned(a, b);
    }

    static long remainder(long a, long b) {
        return b == 0 ? 0 : Long.remainderUnsigned(a, b);
    }

    /** See {@link Words#saturated}. */
    static long saturated(long w3, long w2, long w1, long w0) {
        return (w1 | w2 | w3) == 0 && w0 >= 0 ? w0 : Long.MAX_VALUE;
    }

    static void put(long w3, long w2, long w1, long w0, long[] s, int at) {
        s[at + 3] = w3;
        s[at + 2] = w2;
        s[at + 1] = w1;
        s[at] = w0;
    }

    static void put(long w0, long[] s, int at) {
        Words.set(s, at, w0);
    }

    static void copy(long[] s, int from, int at) {
        s[at] = s[from];
        s[at + 1] = s[from + 1];
        s[at + 2] = s[from + 2];
        s[at + 3] = s[from + 3];
    }

    static void store(long w3, long w2, long w1, long w0, byte[] memory, int at) {
        Words.BIG.set(memory, at, w3);
        Words.BIG.set(memory, at + 8, w2);
        Words.BIG.set(memory, at + 16, w1);
        Words.BIG.set(memory, at + 24, w0);
    }

    static long limb(byte[] memory, int at) {
        return (long) Words.BIG.get(memory, at);
    }

    // Opcodes; operands and results of 256 bits lie in the scratch words

    static long hash(Frame f, long offset, long size, long gas) {
        gas = Gas.hash(f, gas, offset, size);
        if (gas >= 0) Keccak256.hashToLimbs(f.memory, size == 0 ? 0 : (int) offset, (int) size, f.stack, SCRATCH);
        return gas;
    }

    static void pushCaller(Frame f) {
        Environment.pushAddress(f.stack, SCRATCH, f.caller);
    }

    static void callData(Frame f, long offset) {
        Environment.loadInput(f, f.stack, SCRATCH, offset);
    }

    static long power(Machine m, long[] s, long gas) {
        gas = Gas.charge(gas, (long) m.expByte * Words.byteLength(s, SCRATCH));
        if (gas >= 0) m.division.power(s, SCRATCH + 4, SCRATCH);
        return gas;
    }

    static void loadTransient(Frame f, Machine m) {
        m.journal.loadTransient(f.self(), f.stack, SCRATCH);
    }

    static long storeTransient(Frame f, Machine m, long gas) {
        if (f.isStatic) return Gas.halted(HaltReason.STATIC_VIOLATION);
        m.journal.storeTransient(f.self(), f.stack, SCRATCH + 4, SCRATCH);
        return gas;
    }

    // Ends; all give the complement of how the frame was left

    static int stop(Frame f, Machine m, long gas) {
        f.gas = gas;
        return ~m.returned(Frame.NOTHING);
    }

    static int returned(Frame f, Machine m, long offset, long size, long gas) {
        gas = Gas.expand(f, gas, offset, size);
        if (gas < 0) return ~m.halt(gas);
        f.gas = gas;
        return ~m.returned(f.copyMemory((int) offset, (int) size));
    }

    static int reverted(Frame f, Machine m, long offset, long size, long gas) {
        gas = Gas.expand(f, gas, offset, size);
        if (gas < 0) return ~m.halt(gas);
        f.gas = gas;
        return ~m.reverted(f.copyMemory((int) offset, (int) size));
    }

    static int halted(Machine m, long halted) {
        return ~m.halt(halted);
    }

    static int outOfGas(Machine m) {
        return ~m.halt(Gas.OUT);
    }

    static int entered(Frame f, long gas) {
        f.gas = gas;
        return ~Interpreter.ENTERED;
    }

    /** Leaves the frame to the interpreter. */
    static int left(Frame f, int pc, int sp, long gas) {
        f.pc = pc;
        f.top = sp;
        f.gas = gas;
        return ~LEFT;
    }

    /** Goes to a place in another method. */
    static int gone(Frame f, int place, int sp, long gas) {
        f.top = sp;
        f.gas = gas;
        return place;
    }
}
