package coco.node;

import coco.node.metrics.Meters;
import coco.spi.Rejection;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether this node has room for more. Below a reserve of free disk or heap it admits no transaction: what is under way still
 * needs room to be written, and a node whose disk or heap is full stops altogether. Reads go on.
 *
 * <p>Owner of what it last saw: the thread that calls {@link #look}; {@link #shortage} may be asked on any thread.
 */
final class Headroom {
    private static final Logger LOG = LoggerFactory.getLogger(Headroom.class);

    /** Codes of the rejections, for clients and for {@code /node/ready/app}. */
    static final String DISK = "NodeDiskFull";

    static final String HEAP = "NodeHeapFull";

    /** What is left. */
    interface Room {
        /** Bytes that files may still take. */
        long freeDisk() throws IOException;

        /** Bytes that objects may still take; where that is more than {@code reserve} it need not be exact. */
        long freeHeap(long reserve);
    }

    private final Room room;
    private final long diskReserve;
    private final long heapReserve;
    private final Meters meters;
    private volatile @Nullable Rejection shortage;

    Headroom(Room room, long diskReserve, long heapReserve, Meters meters) {
        this.room = room;
        this.diskReserve = diskReserve;
        this.heapReserve = heapReserve;
        this.meters = meters;
        look();
    }

    /** Why nothing is admitted now; null where all is well. */
    @Nullable
    Rejection shortage() {
        return shortage;
    }

    /** The same, for a request that is refused because of it. */
    @Nullable
    Rejection refusal() {
        var found = shortage;
        if (found != null) meters.shed(found.code().equals(DISK) ? "disk" : "heap");
        return found;
    }

    /** Looks again. */
    void look() {
        var before = shortage;
        var now = find();
        shortage = now;
        meters.admits(now == null);
        if (now != null && before == null) LOG.warn("admits no transactions: {}", now.message());
        if (now == null && before != null) LOG.info("admits transactions again");
    }

    private @Nullable Rejection find() {
        try {
            var disk = room.freeDisk();
            meters.freeDisk(disk);
            if (disk < diskReserve) return tooLittle(DISK, "disk", disk, diskReserve);
        } catch (IOException e) {
            LOG.error("free disk", e);
            return new Rejection(503, DISK, "This node cannot tell how much of its disk is free.");
        }
        var heap = room.freeHeap(heapReserve);
        meters.freeHeap(heap);
        return heap < heapReserve ? tooLittle(HEAP, "heap", heap, heapReserve) : null;
    }

    private static Rejection tooLittle(String code, String what, long free, long reserve) {
        var text = "Not executed: %d bytes of this node's %s are free, and %d are its reserve; it still answers reads."
                .formatted(free, what, reserve);
        return new Rejection(503, code, text);
    }
}
