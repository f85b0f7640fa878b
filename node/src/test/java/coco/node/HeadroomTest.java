package coco.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coco.node.metrics.Meters;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HeadroomTest {
    private static final long DISK = 1_000;
    private static final long HEAP = 500;

    /** As full as the test says. */
    private static final class Told implements Headroom.Room {
        long disk = DISK;
        long heap = HEAP;
        boolean diskIsGone;

        @Override
        public long freeDisk() throws IOException {
            if (diskIsGone) throw new IOException("gone");
            return disk;
        }

        @Override
        public long freeHeap(long reserve) {
            return heap;
        }
    }

    private final Told room = new Told();
    private final Meters meters = new Meters();
    private final Headroom headroom = new Headroom(room, DISK, HEAP, meters);

    @Test
    void belowTheReserveOfDiskNothingIsAdmittedUntilThereIsRoomAgain() {
        assertNull(headroom.refusal());
        assertMetric("coco_node_admits 1.0");
        room.disk = DISK - 1;
        headroom.look();
        assertRefused("NodeDiskFull");
        assertMetric("coco_node_admits 0.0");
        assertMetric("coco_node_free_disk 999.0");
        assertMetric("coco_http_shed_total{reason=\"disk\"} 1.0");
        room.disk = DISK;
        headroom.look();
        assertNull(headroom.refusal());
        assertMetric("coco_node_admits 1.0");
    }

    @Test
    void belowTheReserveOfHeapNothingIsAdmitted() {
        room.heap = HEAP - 1;
        headroom.look();
        assertRefused("NodeHeapFull");
        assertMetric("coco_http_shed_total{reason=\"heap\"} 1.0");
        room.heap = HEAP;
        headroom.look();
        assertNull(headroom.shortage());
    }

    @Test
    void aDiskThatCannotBeAskedIsTakenToBeFull() {
        room.diskIsGone = true;
        headroom.look();
        assertRefused("NodeDiskFull");
    }

    @Test
    void theHostIsAsked(@TempDir Path folder) throws IOException {
        var host = new HostRoom(folder.resolve("data"));
        assertTrue(host.freeDisk() > 0);
        var max = Runtime.getRuntime().maxMemory();
        assertTrue(host.freeHeap(0) > 0 && host.freeHeap(0) <= max);
        assertTrue(host.freeHeap(max + 1) <= max, "also where a collection has to tell");
    }

    private void assertRefused(String code) {
        var refusal = headroom.refusal();
        assertNotNull(refusal);
        assertEquals(503, refusal.status());
        assertEquals(code, refusal.code());
    }

    private void assertMetric(String line) {
        assertTrue(meters.scrape().contains("\n" + line + "\n"), meters::scrape);
    }
}
