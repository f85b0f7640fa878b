package coco.node.http;

import coco.node.config.HttpLimits;
import coco.node.metrics.Meters;
import java.util.HashMap;
import java.util.Map;

/** Counts open connections, in all and by address. Its monitor guards the counts. */
final class Connections {
    private final HttpLimits.Connections limits;
    private final Meters meters;
    private final Map<String, Integer> byAddress = new HashMap<>();
    private int open;
    private boolean closed;

    Connections(HttpLimits.Connections limits, Meters meters) {
        this.limits = limits;
        this.meters = meters;
    }

    /** Whether one more from {@code address} is taken. */
    synchronized boolean open(String address) {
        if (closed) return false;
        if (open >= limits.total()) {
            meters.shed("connections");
            return false;
        }
        var here = byAddress.getOrDefault(address, 0);
        if (here >= limits.perAddress()) {
            meters.shed("connections of address");
            return false;
        }
        open++;
        byAddress.put(address, here + 1);
        meters.connections(1);
        return true;
    }

    /** No more are taken. */
    synchronized void close() {
        closed = true;
    }

    synchronized void closed(String address) {
        open--;
        byAddress.computeIfPresent(address, (_, count) -> count == 1 ? null : count - 1);
        meters.connections(-1);
    }
}
