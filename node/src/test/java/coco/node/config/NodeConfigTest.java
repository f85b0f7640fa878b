package coco.node.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class NodeConfigTest {
    private static final String SMALLEST = """
            {
              // the node of the bank
              "node": {"name": "bank-1", "data": "ledger"},
              "peer": {"listen": "0.0.0.0:7000", "published": "bank.example:7000"},
              "raft": {"listen": "10.0.0.1:7001"},
              "http": {"listen": "[::1]:8000"},
              "network": {"genesis": "genesis.json"},
            }
            """;

    @Test
    void theSmallestFileGetsTheDefaults() throws ConfigException {
        var config = NodeConfig.parse(SMALLEST);
        assertEquals("bank-1", config.node().name());
        assertEquals(Path.of("ledger/seal"), config.node().seal());
        assertEquals(new Address("bank.example", 7000), config.peer().published());
        assertEquals(config.raft().listen(), config.raft().published());
        assertTrue(config.http().tls());
        assertEquals(HttpLimits.DEFAULT, config.http().limits());
        assertEquals(NodeConfig.Ledger.DEFAULT, config.limits());
        assertNull(config.expectedNetwork());
    }

    @Test
    void aFullFileIsRead() throws ConfigException {
        var id = "ab".repeat(32);
        var config = NodeConfig.parse("""
                {
                  "node": {"name": "n", "data": "/d", "seal": "/s"},
                  "peer": {"listen": "127.0.0.1:0"}, "raft": {"listen": "127.0.0.1:0"},
                  "http": {
                    "listen": "127.0.0.1:0", "tls": false, "origins": ["https://wallet.example"],
                    "limits": {
                      "connections": {"total": 10, "per_address": 5, "handshake": "500 ms", "idle": "2 min"},
                      "requests": {"body_bytes": "64 KB", "header_bytes": 2048, "streams": 7, "deadline": "5 s"},
                      "in_flight": {"total": {"count": 20, "bytes": "1 MB"}, "reserved": 3}
                    }
                  },
                  "network": {"join": ["a:1", "b:2"], "id": "%s"},
                  "limits": {"batch_transactions": 100, "free_disk_bytes": "2 GB"}
                }
                """.formatted(id));
        assertEquals(Set.of("https://wallet.example"), config.http().origins());
        var limits = config.http().limits();
        assertEquals(Duration.ofMinutes(2), limits.connections().idle());
        assertEquals(65_536, limits.requests().bodyBytes());
        assertEquals(
                new HttpLimits.Share(20, 1 << 20), limits.inFlight().perCaller(), "defaults shrink with the total");
        assertEquals(2L << 30, config.limits().freeDiskBytes());
        var join = assertInstanceOf(NodeConfig.Network.Join.class, config.network());
        assertEquals(List.of(new Address("a", 1), new Address("b", 2)), join.targets());
        assertEquals(id, join.id().toHex());
    }

    @Test
    void allThatIsWrongIsNamedWithItsLine() {
        var problems = problems("""
                {
                  "node": {"name": "has space", "data": "ledger"},
                  "peer": {"listen": "nowhere"},
                  "raft": {"listne": "10.0.0.1:7001"},
                  "http": {
                    "listen": "0.0.0.0:8000",
                    "tls": "yes",
                    "limits": {"requests": {"deadline": 30}}
                  },
                  "network": {"genesis": "g", "join": []},
                  "Limits": {}
                }
                """);
        assertEquals(
                List.of(
                        "line 2: node: name has 1 to 64 letters, digits, dots, dashes and underscores",
                        "line 3: peer.listen: an address is host:port",
                        "line 4: raft.listen: is missing",
                        "line 4: raft.listne: is not a key here; did you mean listen?",
                        "line 7: http.tls: is true or false",
                        "line 8: http.limits.requests.deadline: is a time with its unit, such as \"30 s\"",
                        "line 10: network: either genesis (this node makes the network) or join (it asks others) is"
                                + " named, and not both",
                        "line 11: Limits: is not a key here; did you mean limits?"),
                problems);
    }

    @Test
    void relationsBetweenValuesAreChecked() {
        refuses("\"tls\": false", "[::1]:8000", "10.0.0.9:8000", "tls can be off only on a loopback address");
        refuses("\"origins\": [\"wallet.example\"]", "", "", "an origin is scheme://host[:port]");
        refuses("\"published\": \"0.0.0.0:1\"", "", "", "published is where others find this node");
        refuses(
                "\"limits\": {\"connections\": {\"total\": 5, \"per_address\": 6}}",
                "",
                "",
                "per_address is 1 to total");
        refuses(
                "\"limits\": {\"in_flight\": {\"per_caller\": {\"bytes\": \"1 KB\"}}}",
                "",
                "",
                "in_flight.per_caller.bytes holds one request's body");
        refuses("\"listen2\": 1", "[::1]:8000", "10.0.0.1:7001", "is not a key here; did you mean listen?");
        assertEquals(
                List.of("line 1: http.listen is an address of its own"),
                problems(SMALLEST.replace("[::1]:8000", "10.0.0.1:7001")));
    }

    private static void refuses(String extra, String from, String to, String message) {
        var text = SMALLEST.replace("\"http\": {", "\"http\": {" + extra + ", ");
        if (!from.isEmpty()) text = text.replace(from, to);
        var problems = problems(text);
        assertTrue(problems.stream().anyMatch(problem -> problem.contains(message)), problems.toString());
    }

    @Test
    void whatIsNoJsonIsRefusedWithItsLine() {
        assertEquals(1, problems("").size());
        assertTrue(problems("{\n\"node\": }").getFirst().startsWith("line 2: "));
        assertTrue(problems("[]").getFirst().contains("one object"));
        assertTrue(problems("{} {}").getFirst().contains("follows"));
        assertEquals(
                List.of("line 3: \"node\" stands here for a second time, after line 2"),
                problems("{\n\"node\": {},\n\"node\": {}}"));
        assertTrue(problems("[".repeat(50)).getFirst().contains("deep"));
        assertTrue(problems("{\"node\": 99999999999999999999}").getFirst().contains("too large"));
    }

    @Test
    void pathsAreTakenFromTheFilesFolder(@TempDir Path folder) throws IOException, ConfigException {
        var file = Files.writeString(folder.resolve("node.json"), SMALLEST);
        assertEquals(folder.resolve("ledger"), NodeConfig.read(file).node().data());
    }

    private static List<String> problems(String text) {
        var refused = assertThrows(ConfigException.class, () -> NodeConfig.parse(text));
        return refused.problems().stream().map(Problem::toString).toList();
    }
}
