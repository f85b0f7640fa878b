package coco.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import coco.node.config.ConfigException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A network whose nodes cannot reach each other while clients reach all of them, over TLS. */
@Tag("endtoend")
@Timeout(400)
class PartitionTest {
    @TempDir
    private static Path folder = Path.of("");

    @Test
    void aLeaderThatIsCutOffDecidesNothing() throws IOException, InterruptedException, ConfigException {
        assumeTrue(Namespaces.arePossible(), "not run: network namespaces need Linux, ip and root");
        try (var machines = Namespaces.make(3);
                var cluster = Cluster.start(folder, 3, machines);
                var writers = new Writers(cluster, "partition", 3)) {
            writers.awaitMore(30);
            var old = cluster.leader();
            assertTrue(cluster.api(old).put("epoch", "before").isOk());
            for (var other : cluster.others(old)) machines.cut(old, other);
            try {
                var successor = cluster.others(old).getFirst();
                Until.holds(
                        "the others elect a leader",
                        () -> cluster.api(successor).put("epoch", "after").isOk());
                writers.awaitMore(30);
                var read = cluster.api(old).get(Api.record("epoch") + "?consistency=fresh");
                assertNotEquals("before", read.text(), "a fresh read is never old");
                assertEquals(503, read.status(), read::text);
                var written = cluster.api(old).put("written at the old leader", "x");
                assertTrue(written.status() == 503 || written.status() == 504, () -> written.status() + written.text());
            } finally {
                for (var other : cluster.others(old)) machines.join(old, other);
            }
            writers.awaitMore(30);
            var told = writers.finish();
            assertEquals(Collections.emptyMap(), writers.oddities());
            cluster.awaitReady();
            Checks.assertTold(cluster, told);
            assertEquals(
                    "after",
                    cluster.api(old)
                            .get(Api.record("epoch") + "?consistency=fresh")
                            .text());
        }
    }
}
