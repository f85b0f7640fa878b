package coco.evm.machine;

import coco.evm.Address;
import coco.evm.state.Account;
import coco.evm.state.Code;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** One running call or creation. Owned by its {@link Machine}, which uses a frame again for every call of its depth. */
final class Frame {
    private static final int MEMORY_KEPT_MAX = 1 << 20;
    static final byte[] NOTHING = {};

    final Machine machine;
    final int depth;
    /** Beyond the deepest stack and one word is room for {@link CompiledCode}. */
    final long[] stack = new long[CompiledCode.SCRATCH + CompiledCode.SCRATCH_WORDS * Instructions.LIMBS];

    /** Zero from {@link #memorySize} on. */
    byte[] memory = new byte[1024];

    /** A multiple of 32. */
    int memorySize;

    Code code = Code.EMPTY;
    int pc;

    /** The stack's size in limbs. */
    int top;

    long gas;

    /** Whose storage and balance the code works on. */
    @Nullable
    Account self;

    Address caller = Address.ZERO;

    /** The value of the call, in limbs. */
    final long[] value = new long[Instructions.LIMBS];

    byte[] input = NOTHING;

    /** What the last call out of this frame returned. */
    byte[] returnData = NOTHING;

    boolean isStatic;
    boolean isCreation;

    /** Where in the caller's memory the output goes. */
    int outputOffset;

    int outputLength;

    /** Where to go back to if the frame fails. */
    int checkpoint;

    int logCount;
    long refund;
    long stateGasUsed;
    long stateGasGivenBack;

    Frame(Machine machine, int depth) {
        this.machine = machine;
        this.depth = depth;
    }

    Account self() {
        var account = self;
        if (account == null) throw new IllegalStateException("a frame that runs has an account");
        return account;
    }

    /** Forgets the last use, as far as the next would see it. */
    void reset() {
        if (memory.length > MEMORY_KEPT_MAX) memory = new byte[1024];
        else Arrays.fill(memory, 0, memorySize, (byte) 0);
        memorySize = 0;
        pc = 0;
        top = 0;
        returnData = NOTHING;
        outputOffset = 0;
        outputLength = 0;
    }

    /** Zero-fills; the caller has paid. */
    void growMemory(int size) {
        if (size > memory.length) memory = Arrays.copyOf(memory, Math.max(size, Math.min(memory.length * 2, 1 << 30)));
        memorySize = size;
    }

    /** A copy of a range that lies inside the memory. */
    byte[] copyMemory(int offset, int length) {
        return length == 0 ? NOTHING : Arrays.copyOfRange(memory, offset, offset + length);
    }
}
