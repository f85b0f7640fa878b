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
    private final List<MemoryPoolMXBean> kept;
    private long collected = System.nanoTime() - COLLECTION_PAUSE_NANOS;

    HostRoom(Path folder) throws IOException {
        this.disk = Files.getFileStore(Files.createDirectories(folder));
        // New objects lie in Eden, and most of them are garbage: its fill says nothing about what is needed.
        this.kept = ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool ->
                        pool.getType() == MemoryType.HEAP && !pool.getName().contains("Eden"))
                .toList();
    }

    @Override
    public long freeDisk() throws IOException {
        return disk.getUsableSpace();
    }

    /** What has outlived Eden may be garbage by now. Near the reserve a collection tells, also that there is room again. */
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
        return Math.max(0, Runtime.getRuntime().maxMemory() - used);
    }
}
