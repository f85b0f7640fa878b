package coco.raft;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A leader that hands over is followed by the node it names; one that resigned would mostly follow itself. */
class RatisHandOverTest {
    private static final int OFTEN = 4;

    @Test
    void theNodeThatIsNamedLeadsNext(@TempDir Path folder) throws IOException {
        try (var cluster = new Cluster(folder, 3)) {
            cluster.awaitEverywhere(cluster.commit());
            for (var i = 0; i < OFTEN; i++) {
                var before = cluster.ready();
                var leader = cluster.leader();
                var to = cluster.follower();
                leader.log()
                        .handOver(before.term(), cluster.net.peer(to.number()).id());
                cluster.net.await("another term", () -> cluster.ready().term() > before.term());
                assertEquals(to.number(), cluster.leader().number());
                cluster.awaitEverywhere(cluster.commit());
            }
        }
    }

    @Test
    void inAnotherTermNothingHappens(@TempDir Path folder) throws IOException {
        try (var cluster = new Cluster(folder, 3)) {
            cluster.awaitEverywhere(cluster.commit());
            var term = cluster.ready().term();
            var to = cluster.net.peer(cluster.follower().number()).id();
            cluster.leader().log().handOver(term + 1, to);
            cluster.leader().log().handOver(term - 1, to);
            cluster.awaitEverywhere(cluster.commit());
            assertEquals(term, cluster.ready().term());
        }
    }
}
