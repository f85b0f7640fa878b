package coco.e2e;

import static org.junit.jupiter.api.Assertions.assertNotEquals;

import coco.node.config.ConfigException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Nodes in different cities: what they say to each other is 20 ms under way, each way ({@link DelayRelay}). */
@Tag("endtoend")
@Timeout(400)
class DelayTest {
    private static final Duration DELAY = Duration.ofMillis(20);

    @TempDir
    private static Path folder = Path.of("");

    @Test
    void aFarNetworkWorksAndOutlivesItsLeader() throws IOException, InterruptedException, ConfigException {
        try (var cluster = Cluster.start(folder, 3, Cluster.thisMachine(DELAY));
                var load = Load.begin(cluster, "far")) {
            load.awaitMore();
            var leader = cluster.leader();
            leader.kill();
            load.awaitMore();
            assertNotEquals(leader, cluster.leader());
            leader.start();
            leader.awaitReady();
            load.awaitMore();
            new Kept(cluster).check(load);
        }
    }
}
