package coco.bench;

import java.lang.management.ManagementFactory;
import java.util.Locale;

/**
 * Prints what an entry costs in memory beside the key and the value given: {@code StoreMemory KIND ENTRIES}. Run it
 * with {@code -XX:+UseSerialGC -XX:MarkSweepAlwaysCompactCount=1}: other collections leave some garbage where it is.
 */
public final class StoreMemory {
    private StoreMemory() {}

    public static void main(String[] args) {
        var load = new Workload(Integer.parseInt(args[1]), false);
        var before = usedAfterCollection();
        var store = OrderedStore.Kind.valueOf(args[0]).open();
        load.fill(store);
        var held = usedAfterCollection() - before;
        if (store.get(load.anyKey()) == null) throw new IllegalStateException("a key was lost");
        System.out.printf(
                Locale.ROOT, "| %-10s | %,d | %.1f |%n", args[0], load.keys.length, (double) held / load.keys.length);
    }

    private static long usedAfterCollection() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
