package coco.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import coco.node.config.ConfigException;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A network whose nodes cannot reach each other while clients reach all of them, over TLS. */
@Tag("endtoend")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(400)
class PartitionTest {
    @TempDir
    private static Path folder = Path.of("");

    private Namespaces machines;
    private Cluster cluster;
    private Kept kept;

    @BeforeAll
    void start() throws IOException, InterruptedException, ConfigException {
        assumeTrue(Namespaces.arePossible(), "not run: network namespaces need Linux, ip and root");
        machines = Namespaces.make(3);
        cluster = Cluster.start(folder, 3, machines);
        kept = new Kept(cluster);
    }

    @BeforeEach
    void heal() throws IOException, InterruptedException {
        cluster.heal();
    }

    @AfterAll
    void stop() {
        if (cluster != null) cluster.close();
        if (machines != null) machines.close();
    }

    @Test
    void aLeaderThatIsCutOffDecidesNothing() throws IOException, InterruptedException {
        try (var load = Load.begin(cluster, "partition")) {
            load.awaitMore();
            var old = cluster.leader();
            assertTrue(cluster.api(old).put("epoch", "before").isOk());
            for (var other : cluster.others(old)) machines.cut(old, other);
            try {
                awaitSuccessor(old);
                load.awaitMore();
                var read = cluster.api(old).get(Api.record("epoch") + "?consistency=fresh");
                assertNotEquals("before", read.text(), "a fresh read is never old");
                assertEquals(503, read.status(), read::text);
                var written = cluster.api(old).put("written at the old leader", "x");
                assertTrue(written.status() == 503 || written.status() == 504, () -> written.status() + written.text());
            } finally {
                for (var other : cluster.others(old)) machines.join(old, other);
            }
            load.awaitMore();
            kept.check(load);
            assertEquals(
                    "after",
                    cluster.api(old)
                            .get(Api.record("epoch") + "?consistency=fresh")
                            .text());
        }
    }

    /** It hears the others, and thinks that it speaks. */
    @Test
    void aLeaderThatNobodyHearsIsReplaced() throws IOException, InterruptedException {
        try (var load = Load.begin(cluster, "unheard-leader")) {
            load.awaitMore();
            var old = cluster.leader();
            for (var other : cluster.others(old)) machines.silence(old, other);
            try {
                awaitSuccessor(old);
                load.awaitMore();
                var read = cluster.api(old).get(Api.record("epoch") + "?consistency=fresh");
                assertNotEquals("before", read.text(), "a fresh read is never old");
            } finally {
                for (var other : cluster.others(old)) machines.hear(old, other);
            }
            load.awaitMore();
            kept.check(load);
        }
    }

    /** It speaks to the others, which know it is there, and hears nothing of them. */
    @Test
    void aLeaderThatHearsNobodyIsReplaced() throws IOException, InterruptedException {
        try (var load = Load.begin(cluster, "deaf-leader")) {
            load.awaitMore();
            var old = cluster.leader();
            for (var other : cluster.others(old)) machines.silence(other, old);
            try {
                awaitSuccessor(old);
                load.awaitMore();
            } finally {
                for (var other : cluster.others(old)) machines.hear(other, old);
            }
            load.awaitMore();
            kept.check(load);
        }
    }

    /** A majority is left, and the one that cannot be heard must not disturb it by asking for votes. */
    @Test
    void aFollowerThatNobodyHearsHoldsUpNothing() throws IOException, InterruptedException {
        try (var load = Load.begin(cluster, "unheard-follower")) {
            load.awaitMore();
            var follower = cluster.follower();
            for (var other : cluster.others(follower)) machines.silence(follower, other);
            try {
                load.awaitMore();
                load.awaitMore();
            } finally {
                for (var other : cluster.others(follower)) machines.hear(follower, other);
            }
            load.awaitMore();
            kept.check(load);
        }
    }

    private void awaitSuccessor(Vn old) throws IOException, InterruptedException {
        var successor = cluster.others(old).getFirst();
        Until.holds(
                "the others elect a leader",
                () -> cluster.api(successor).put("epoch", "after").isOk());
    }
}
