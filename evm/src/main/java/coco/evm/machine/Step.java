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
}
