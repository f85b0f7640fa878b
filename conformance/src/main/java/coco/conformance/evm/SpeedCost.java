package coco.conformance.evm;

/**
 * What one execution takes.
 *
 * @param nanos processor time of the whole process, its other threads too
 * @param bytes allocated on the heap; 0 where it is not known
 */
record SpeedCost(long gas, double nanos, double bytes) {
    /** Millions of gas in a second of processor time. */
    double megagas() {
        return gas * 1e3 / nanos;
    }
}
