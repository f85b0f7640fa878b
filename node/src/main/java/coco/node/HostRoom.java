package coco.node;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The disk that holds a folder, and this process's heap. Owner: the thread that looks. */
final class HostRoom implements Headroom.Room {
    /** A full collection stops the process, and is worth it only now and then. */
    private static final long COLLECTION_PAUSE_NANOS = 5_000_000_000L;

    private final FileStore disk;

    /** The pools of the heap but for Eden: most of what is there is garbage, so its fill says nothing about what is needed. */
    private final List<MemoryPoolMXBean> kept;

    private long collected = System.nanoTime() - COLLECTION_PAUSE_NANOS;

    HostRoom(Path folder) throws IOException {
        this.disk = Files.getFileStore(Files.createDirectories(folder));
        this.kept = ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool ->
                        pool.getType() == MemoryType.HEAP && !pool.getName().contains("Eden"))
                .toList();
    }

    @Override
    public long freeDisk() throws IOException {
        return disk.getUsableSpace();
    }

    /** What has stayed may be garbage by now. Near the reserve a collection tells, also that there is room again. */
    @Override
    public long freeHeap(long reserve) {
        var free = free();
        var now = System.nanoTime();
        if (free >= reserve || now - collected < COLLECTION_PAUSE_NANOS) return free;
        collected = now;
        System.gc();
        return free();
    }

    private long free() {
        var used = kept.stream().mapToLong(pool -> pool.getUsage().getUsed()).sum();
        return Math.max(0, capacity() - used);
    }

    /** The largest of the pools is where objects stay; a collector that does not bound it may fill all of the heap. */
    private long capacity() {
        var heap = Runtime.getRuntime().maxMemory();
        var largest =
                kept.stream().mapToLong(pool -> pool.getUsage().getMax()).max().orElse(heap);
        return largest > 0 ? Math.min(heap, largest) : heap;
    }
}
