package coco.evm.machine;

/**
 * An opcode, or some that often follow one another, ready to be run: what works on nothing but its frame and on what stays the same
 * while a frame runs. Its static price is paid and the stack has room before it runs ({@link Block}).
 */
abstract class Step {
    /**
     * Runs it.
     *
     * @param s the frame's stack
     * @param sp its size in limbs
     * @return its size afterwards; less than zero stands for a halt, by {@link Gas#halted}: nothing was done then
     */
    abstract int run(Frame f, long[] s, int sp);

    /** Makes a range part of the memory and takes its price from the frame: zero, or less for a halt. */
    static int expand(Frame f, long offset, long size) {
        var gas = Gas.expand(f, f.gas, offset, size);
        if (gas < 0) return (int) gas;
        f.gas = gas;
        return 0;
    }
}
