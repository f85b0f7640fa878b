package coco.bench;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Locale;

/**
 * Prints one line of a table: {@code StoreTable KIND ENTRIES random|shared}. Nanoseconds are CPU time of this thread,
 * so run it with a collector that works in threads of its own ({@code -XX:+UseParallelGC}), and with
 * {@code -XX:+AlwaysPreTouch}, or the first use of each page of the heap counts too.
 */
public final class StoreTable {
    private static final ThreadMXBean THREAD = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int WARM_UP_ENTRIES = 200_000;
    private static final int OPERATIONS = 1_000_000;
    private static final int SCAN_ENTRIES = 100;

    private StoreTable() {}

    public static void main(String[] args) {
        var kind = OrderedStore.Kind.valueOf(args[0]);
        var entries = Integer.parseInt(args[1]);
        var shared = args[2].equals("shared");
        var warmUp = new Workload(WARM_UP_ENTRIES, shared);
        for (var i = 0; i < 4; i++) measure(kind, warmUp, WARM_UP_ENTRIES, false);
        measure(kind, new Workload(entries, shared), Math.min(entries, OPERATIONS), true);
    }

    private static void measure(OrderedStore.Kind kind, Workload load, int operations, boolean print) {
        var store = kind.open();
        var insert = perOperation(load.keys.length, () -> load.fill(store));
        var sum = new long[1];
        var get = perOperation(operations, () -> {
            for (var i = 0; i < operations; i++) sum[0] += store.get(load.anyKey()) == null ? 1 : 0;
        });
        var update = perOperation(operations, () -> {
            for (var i = 0; i < operations; i++) store.put(load.anyKey(), load.anyValue());
        });
        var scans = operations / 20;
        var scan = kind == OrderedStore.Kind.VAVR
                ? new Cost(0, 0)
                : perOperation(scans, () -> {
                    for (var i = 0; i < scans; i++) sum[0] += store.scan(load.anyKey(), SCAN_ENTRIES) == 0 ? 1 : 0;
                });
        var delete = perOperation(operations / 2, () -> {
            for (var i = 0; i < operations / 2; i++) store.remove(load.keys[i]);
        });
        if (sum[0] != 0) throw new IllegalStateException("a key was lost");
        if (!print) return;
        System.out.printf(
                Locale.ROOT,
                "| %-10s | %,d | %,.0f | %,.0f | %,.0f (%,.0f B) | %.1f | %,.0f |%n",
                kind,
                load.keys.length,
                insert.nanos,
                get.nanos,
                update.nanos,
                update.bytes,
                scan.nanos / 1000,
                delete.nanos);
    }

    /** What one operation costs: CPU time and allocated bytes. */
    private record Cost(double nanos, double bytes) {}

    private static Cost perOperation(int operations, Runnable work) {
        var bytes = THREAD.getCurrentThreadAllocatedBytes();
        var nanos = THREAD.getCurrentThreadCpuTime();
        work.run();
        return new Cost(
                (double) (THREAD.getCurrentThreadCpuTime() - nanos) / operations,
                (double) (THREAD.getCurrentThreadAllocatedBytes() - bytes) / operations);
    }
}
