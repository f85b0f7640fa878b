package coco.conformance.evm;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What one machine needs for one execution of a case, or why that is not known. */
sealed interface Speed {
    /**
     * What one execution takes.
     *
     * @param nanos processor time of the whole process, its other threads too
     * @param bytes allocated on the heap; 0 where it is not known
     */
    record Cost(long gas, double nanos, double bytes) implements Speed {
        /** Millions of gas in a second of processor time. */
        double megagas() {
            return gas * 1e3 / nanos;
        }
    }

    /** The machine did not execute the case. */
    record Failed(String reason) implements Speed {}

    /** The median in time of several rounds of one machine; the first failure where one failed. */
    static Speed median(List<Speed> rounds) {
        var costs = new ArrayList<Cost>();
        for (var round : rounds) {
            switch (round) {
                case Cost cost -> costs.add(cost);
                case Failed failed -> {
                    return failed;
                }
            }
        }
        costs.sort(Comparator.comparingDouble(Cost::nanos));
        return costs.get(costs.size() / 2);
    }
}
