package coco.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import coco.node.config.ConfigException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Each node has a disk of its own, with a reserve of 12 MB; some get full. */
@Tag("endtoend")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(400)
class FullDiskTest {
    private static final long RESERVE = 12 << 20;

    /** Enough for what others have the node write meanwhile: each file of the log is allocated 4 MB ahead. */
    private static final long SHORT = 10 << 20;

    @TempDir
    private static Path folder = Path.of("");

    private final Map<String, SmallDisk> disks = new HashMap<>();
    private Cluster cluster;
    private Kept kept;

    @BeforeAll
    void start() throws IOException, InterruptedException, ConfigException {
        assumeTrue(SmallDisk.arePossible(folder.resolve("try")), "not run: a disk of its own needs Linux and root");
        for (var i = 1; i <= 3; i++)
            disks.put("node" + i, SmallDisk.mount(folder.resolve("node" + i).resolve("data")));
        cluster = Cluster.start(folder, 3);
        kept = new Kept(cluster);
    }

    @BeforeEach
    void heal() throws IOException, InterruptedException {
        cluster.heal();
    }

    @AfterAll
    void stop() {
        if (cluster != null) cluster.close();
        disks.values().forEach(SmallDisk::close);
    }

    private SmallDisk disk(Vn node) {
        var disk = disks.get(node.name());
        if (disk == null) throw new AssertionError(node.name() + " has no disk of its own");
        return disk;
    }

    @Test
    void aLeaderShortOfDiskAdmitsNothingAndAnotherLeads() throws IOException, InterruptedException {
        try (var load = Load.begin(cluster, "short-leader")) {
            load.awaitMore();
            var node = cluster.leader();
            var api = cluster.api(node);
            disk(node).fill(SHORT);
            try {
                awaitShort(node);
                assertRefuses(api);
                Until.holds("another node leads", () -> cluster.leader() != node);
                load.awaitMore();
                assertRefuses(api);
                assertEquals(0, api.metric("coco_node_admits"));
                assertTrue(api.metric("coco_node_free_disk") < RESERVE);
            } finally {
                disk(node).empty();
            }
            awaitRoom(node);
            load.awaitMore();
            kept.check(load);
        }
    }

    @Test
    void whereAllAreShortOfDiskNothingIsWrittenUntilThereIsRoom() throws IOException, InterruptedException {
        assertEquals(
                201,
                cluster.api(cluster.leader()).put("before all were short", "x").status());
        try {
            for (var node : cluster.nodes()) disk(node).fill(SHORT);
            for (var node : cluster.nodes()) awaitShort(node);
            for (var node : cluster.nodes()) assertRefuses(cluster.api(node));
        } finally {
            for (var node : cluster.nodes()) disk(node).empty();
        }
        for (var node : cluster.nodes()) awaitRoom(node);
        for (var node : cluster.nodes())
            assertEquals(404, cluster.api(node).get(Api.record("refused")).status(), node.name());
        try (var load = Load.begin(cluster, "all-short")) {
            load.awaitMore();
            kept.check(load);
        }
    }

    /** Writes are refused with a code of their own; reads go on. */
    private static void assertRefuses(Api api) throws IOException, InterruptedException {
        var refused = api.put("refused", "x");
        assertEquals(503, refused.status(), refused::text);
        assertEquals("NodeDiskFull", refused.error());
        assertEquals(200, api.get("/app/records?limit=1").status());
    }

    private void awaitShort(Vn node) throws IOException, InterruptedException {
        Until.holds(
                node.name() + " says that its disk is full",
                () -> cluster.api(node).get("/node/ready/app").error().equals("NodeDiskFull"));
    }

    private void awaitRoom(Vn node) throws IOException, InterruptedException {
        Until.holds(
                node.name() + " admits writes again", () -> cluster.api(node).isReady());
        assertEquals(1, cluster.api(node).metric("coco_node_admits"));
    }

    @Test
    void aFollowerWhoseDiskIsFullHaltsAndComesBack() throws IOException, InterruptedException {
        try (var load = Load.begin(cluster, "full-follower")) {
            load.awaitMore();
            var node = cluster.follower();
            disk(node).fill(0);
            try {
                assertEquals(1, node.awaitEnd(), "it halts by itself");
                assertTrue(node.end().contains("this node halts: "), node::name);
                load.awaitMore();
            } finally {
                disk(node).empty();
            }
            node.start();
            node.awaitReady();
            load.awaitMore();
            kept.check(load);
        }
    }
}
