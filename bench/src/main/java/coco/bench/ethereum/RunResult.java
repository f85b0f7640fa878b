package coco.bench.ethereum;

import coco.bench.ethereum.LoadRun.Notes;
import coco.bench.load.Latencies;
import coco.bench.load.Probe;
import java.util.HashSet;
import java.util.Map;

/**
 * One run in numbers. Transactions count where they have a receipt of success.
 *
 * @param seconds measured
 * @param committed transactions seen in a block within the measured time
 * @param gas that these used
 * @param first latency of those due within the measured time, to the block at the node they were sent to
 * @param all the same, to the block at every node followed
 * @param polls from one answer about blocks to the next: what the latencies are exact to
 * @param blocks with transactions of the load
 * @param refused not taken by the endpoint
 * @param failed in a block, without success
 * @param missing taken, but in no block at the end
 * @param ranOut whether there were too few signed transactions, which ended the run early
 */
record RunResult(
        double seconds,
        int committed,
        long gas,
        Latencies.Summary first,
        Latencies.Summary all,
        Latencies.Summary polls,
        int blocks,
        int refused,
        int failed,
        int missing,
        boolean ranOut,
        Map<String, Integer> refusals,
        Probe.Costs costs) {
    RunResult {
        refusals = Map.copyOf(refusals);
    }

    static RunResult of(Notes notes, Audit.Receipts receipts) {
        var first = new Latencies();
        var all = new Latencies();
        var committed = 0;
        var gas = 0L;
        var refused = 0;
        var missing = 0;
        var blocks = new HashSet<Long>();
        for (var i = 0; i < notes.load.size(); i++) {
            if (notes.due[i] == 0) continue;
            if (notes.refused[i]) refused++;
            else if (notes.seen[0][i] == 0) missing++;
            if (!receipts.succeeded()[i]) continue;
            if (isMeasured(notes, notes.seen[0][i])) {
                committed++;
                gas += receipts.gas()[i];
                blocks.add(notes.seen[0][i]);
            }
            if (!isMeasured(notes, notes.due[i])) continue;
            first.add(notes.seen[0][i] - notes.due[i]);
            var last = last(notes, i);
            if (last != 0) all.add(last - notes.due[i]);
        }
        return new RunResult(
                (notes.to - notes.from) / 1e9,
                committed,
                gas,
                first.summary(),
                all.summary(),
                notes.polls,
                blocks.size(),
                refused,
                receipts.failed(),
                missing,
                notes.ranOut,
                notes.refusals,
                notes.costs);
    }

    private static boolean isMeasured(Notes notes, long nanos) {
        return nanos != 0 && nanos - notes.from >= 0 && nanos - notes.to < 0;
    }

    /** When the last node had it; 0 where one has not. */
    private static long last(Notes notes, int transaction) {
        var last = notes.seen[0][transaction];
        for (var seen : notes.seen) {
            if (seen[transaction] == 0) return 0;
            if (seen[transaction] - last > 0) last = seen[transaction];
        }
        return last;
    }

    double perSecond() {
        return committed / seconds;
    }

    private double each(double total, double unit) {
        return committed == 0 ? 0 : total / committed * unit;
    }

    double networkMicros() {
        return each(costs.networkCpuSeconds(), 1e6);
    }

    double clientMicros() {
        return each(costs.clientCpuSeconds(), 1e6);
    }

    double syncsEach() {
        return each(costs.syncs(), 1);
    }

    double megagasPerSecond() {
        return gas / seconds / 1e6;
    }
}
