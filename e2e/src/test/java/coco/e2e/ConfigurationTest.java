package coco.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A node that cannot start says why and ends with status 2, before it has written anything. */
@Tag("endtoend")
@Timeout(200)
class ConfigurationTest {
    private static final int UNUSABLE = 2;

    @TempDir
    private static Path folder = Path.of("");

    @Test
    void everyWrongKeyIsNamedWithItsLine() throws IOException, InterruptedException {
        var ended = run("""
                {
                  "node": {"name": "a node", "data": "data"},
                  "peer": {"listen": "127.0.0.1:70000"},
                  "raft": {"listen": "127.0.0.1:16002", "publish": "a:1"},
                  "http": {
                    "listen": "0.0.0.0:16003", "published": "127.0.0.1:16003",
                    "tls": "no",
                    "limits": {"connections": {"idle": 30}}
                  },
                  "network": {"join": ["127.0.0.1:16004"], "id": "1234"},
                  "limits": {"chunk_bytes": "5 XB"},
                  "colour": "blue"
                }
                """);
        assertEquals(UNUSABLE, ended.status(), ended::output);
        for (var expected : List.of(
                "line 2: node: name ",
                "line 3: peer.listen: ",
                "line 4: raft.publish: ",
                "line 7: http.tls: ",
                "line 8: http.limits.connections.idle: ",
                "line 10: network",
                "line 11: limits.chunk_bytes: ",
                "line 12: colour: ")) {
            assertTrue(ended.output().contains(expected), () -> expected + " is not in " + ended.output());
        }
        try (var files = Files.walk(folder)) {
            assertTrue(files.noneMatch(file -> file.endsWith("data")), "nothing was written");
        }
    }

    @Test
    void aFileThatIsNotThereIsNamed() throws IOException, InterruptedException {
        var ended = run("""
                {
                  "node": {"name": "a", "data": "data2"},
                  "peer": {"listen": "127.0.0.1:16001"},
                  "raft": {"listen": "127.0.0.1:16002"},
                  "http": {"listen": "127.0.0.1:16003"},
                  "network": {"genesis": "nowhere.json"}
                }
                """);
        assertEquals(UNUSABLE, ended.status(), ended::output);
        assertTrue(
                ended.output().lines().anyMatch(line -> line.startsWith("coco node: no such file: ")), ended::output);
    }

    private Client.Result run(String config) throws IOException, InterruptedException {
        var place = Files.createTempDirectory(folder, "node");
        var file = Files.writeString(place.resolve("node.json"), config);
        var home = Home.make(place.resolve("home"), "the code");
        return Client.run(home.command(place, List.of("coco.node.Main", "run", file.toString())));
    }
}
