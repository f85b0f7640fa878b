package coco.evm;

/** Whether an {@link Evm} compiles contracts to Java bytecode. Results, gas and logs are the same in each. */
public enum Tier1 {
    /** Only ever interprets: for environments that forbid code made at run time. */
    OFF,

    /** Compiles hot contracts on a thread of its own, and runs what is compiled by then. */
    BACKGROUND,

    /** Compiles every code before it first runs: for tests. */
    FORCED;

    /**
     * What the compiler of an {@link Evm} has done so far.
     *
     * @param compiled codes
     * @param failed codes that were too large or that could not be compiled; the interpreter runs them
     * @param evicted codes whose class was dropped to make room
     * @param held codes whose class is there now
     * @param heldBytes of their class files and tables
     * @param gasCompiled that went in compiled code
     * @param gasInterpreted that went in the interpreter
     */
    public record Status(
            long compiled, long failed, long evicted, int held, long heldBytes, long gasCompiled, long gasInterpreted) {
        /** The share of gas that went in compiled code; 1 where none went. */
        public double share() {
            var all = gasCompiled + gasInterpreted;
            return all == 0 ? 1 : (double) gasCompiled / all;
        }
    }
}
