package coco.node;

import java.util.Locale;

/** Makes the sandbox's one line out of a node's metrics: transactions a second, height, who leads. Owner: the sandbox. */
final class LiveLine {
    private double transactions = -1;

    String next(String metrics) {
        var now = value(metrics, "coco_accepted_transactions_total");
        var rate = transactions < 0 ? 0 : now - transactions;
        transactions = now;
        var seqno = value(metrics, "coco_accepted_seqno");
        var leads = value(metrics, "coco_leader") > 0;
        return String.format(
                Locale.ROOT,
                "%8.0f tx/s   seqno %.0f   %s          ",
                rate,
                seqno,
                leads ? "node 1 leads" : "node 1 follows");
    }

    private static double value(String metrics, String name) {
        return metrics.lines()
                .filter(line -> line.startsWith(name))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }
}
