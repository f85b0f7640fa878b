package coco.evm;

/** Sees each opcode before it runs, and code that halts. A machine without one does not pay for it. */
public interface Tracer {
    /**
     * @param depth 0 for the transaction's own code
     * @param gas left before the opcode
     * @param stack limbs, the least significant of a word first; only the first {@code top} mean anything; not kept
     */
    void step(int depth, int pc, int opcode, long gas, long[] stack, int top);

    /**
     * What ran at that depth has halted: code at the opcode seen last there, or when what it returned was to become a contract; or a
     * precompile.
     */
    default void halted(int depth, HaltReason reason) {}

    /**
     * The call or creation at the opcode seen last at that depth does not begin: the code goes on with zero instead of a result, and, but
     * for an address that is taken, with the gas that was meant for it.
     */
    default void refused(int depth, HaltReason reason) {}
}
