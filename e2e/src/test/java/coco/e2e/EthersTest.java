package coco.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coco.crypto.Bytes;
import coco.crypto.Digest;
import coco.node.config.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An unmodified ethers 6 on a network of ours: a DApp through the leader and through a follower, and what can be proven of it. */
@Tag("endtoend")
@Timeout(400)
class EthersTest {
    private static final List<String> WORKS = List.of(
            "deploy and read",
            "transfer, approve, transferFrom",
            "custom error, require text, failed receipt, refusals of the pool",
            "estimateGas is enough",
            "20 sends at once",
            "queryFilter and a listener",
            "eth_sendRawTransactionSync");

    @TempDir
    private static Path folder = Path.of("");

    private static Path artifact = Path.of("");

    @BeforeAll
    static void compile() throws IOException, InterruptedException {
        artifact = folder.resolve("Token.json");
        var source = Npm.ready().resolve("Token.sol").toString();
        var compiled = Npm.run(Map.of(), "compile.mjs", source, artifact.toString());
        assertTrue(compiled.isOk(), compiled::output);
    }

    @Test
    void aDAppRunsThroughAnyNodeAndItsTransfersAreProven() throws IOException, InterruptedException, ConfigException {
        try (var cluster = Cluster.start(folder.resolve("dapp"), 3)) {
            for (var node : List.of(cluster.leader(), cluster.follower())) {
                var did = dapp(cluster, node);
                for (var witness : cluster.nodes()) assertProven(cluster, witness, did);
            }
        }
    }

    private static JsonNode dapp(Cluster cluster, Vn node) throws IOException, InterruptedException {
        var environment =
                Map.of("RPC_URL", cluster.api(node).base() + "/ethereum", "PRIVATE_KEY", "0x" + Consortium.KEY.toHex());
        var ended = Npm.run(environment, "dapp.mjs", artifact.toString());
        var lines = ended.output().lines().toList();
        assertTrue(ended.isOk(), () -> node.name() + ": " + ended.output());
        assertEquals(
                WORKS,
                lines.stream()
                        .filter(line -> line.startsWith("works: "))
                        .map(line -> line.substring(7))
                        .toList());
        return JsonMapper.shared().readTree(lines.getLast());
    }

    /** With the files alone, as somebody would who never talked to the network. */
    private static void assertProven(Cluster cluster, Vn witness, JsonNode did)
            throws IOException, InterruptedException {
        var transfer = verify(cluster, witness, did.path("transfer").stringValue());
        assertSays(transfer, "outcome", "success");
        assertSays(transfer, "chain id", did.path("chainId").stringValue());
        assertSays(transfer, "block", did.path("block").asString());
        assertSays(transfer, "to", did.path("token").stringValue());
        assertSays(transfer, "log 0", did.path("token").stringValue());
        assertSays(transfer, "  data", "0x" + "0".repeat(61) + "3e8");
        var deployment = verify(cluster, witness, did.path("deployment").stringValue());
        assertSays(deployment, "contract", did.path("token").stringValue());
        assertSays(verify(cluster, witness, did.path("failed").stringValue()), "outcome", "failure");
    }

    private static void assertSays(String report, String word, String value) {
        var line = "%-18s%s".formatted(word, value).toLowerCase(java.util.Locale.ROOT);
        assertTrue(report.lines().anyMatch(line::equals), () -> line + " is not in\n" + report);
    }

    private static String verify(Cluster cluster, Vn witness, String hash) throws IOException, InterruptedException {
        var asked = """
                {"jsonrpc": "2.0", "id": 1, "method": "coco_getTransactionProof", "params": ["%s"]}""".formatted(hash);
        var got = new String[1];
        Until.holds(witness.name() + " has " + hash, () -> {
            var answer = cluster.api(witness).postJson("/ethereum", asked);
            got[0] = answer.text();
            return answer.json().path("result").isObject();
        });
        var report = verify(witness, hash, got[0]);
        assertTrue(report.isOk(), report::output);
        for (var part :
                List.of("\"claim\":\"0x", "\"transaction\":\"0x", "\"write_set_digest\":\"", "\"signature\":\"")) {
            var changed = verify(witness, hash, otherDigit(got[0], got[0].indexOf(part) + part.length() + 40));
            assertEquals(1, changed.status(), changed::output);
            assertTrue(changed.output().startsWith("NOT SOUND: "), changed::output);
        }
        var other = verify(witness, "0x" + "00".repeat(32), got[0]);
        assertEquals(
                "NOT SOUND: the proof is about another transaction, " + hash,
                other.output().strip());
        return report.output();
    }

    private static String otherDigit(String text, int at) {
        return text.substring(0, at) + (text.charAt(at) == '7' ? '8' : '7') + text.substring(at + 1);
    }

    private static Client.Result verify(Vn witness, String hash, String proof)
            throws IOException, InterruptedException {
        var file = Files.writeString(folder.resolve("proof.json"), proof);
        var service = witness.data().resolve("service_cert.pem");
        return Client.run(
                "receipt",
                "verify",
                file.toString(),
                "--ethereum",
                "--transaction",
                hash,
                "--service-cert",
                service.toString());
    }

    @Test
    void aWalletThatKnowsAnAddressAloneComesWithAToken() throws IOException, InterruptedException, ConfigException {
        var token = "a-token-of-one-user";
        var named = new Consortium(Map.of("alice", Digest.sha256(Bytes.ofUtf8(token))));
        try (var cluster = Cluster.start(folder.resolve("wallet"), 1, named)) {
            var base = cluster.api(cluster.leader()).base();
            assertTrue(wallet(base + "/token/" + token + "/ethereum", "").startsWith("block "));
            assertTrue(wallet(base + "/token/" + token, "").startsWith("block "), "without a path behind it");
            assertTrue(wallet(base + "/ethereum", token).startsWith("block "), "in the header");
            assertRefused(
                    "A client certificate, a bearer token or a user's token is needed.",
                    wallet(base + "/ethereum", ""));
            assertRefused("The token is not known here.", wallet(base + "/token/another/ethereum", ""));
            assertRefused("The token is not known here.", wallet(base + "/ethereum", token + "x"));
            var log = new String(Files.readAllBytes(cluster.leader().logFile()), UTF_8);
            assertTrue(!log.contains(token), "the token is not in the log");
        }
    }

    private static String wallet(String url, String token) throws IOException, InterruptedException {
        var chain = Long.toString(Consortium.CHAIN);
        var ended = Npm.run(Map.of("RPC_URL", url, "CHAIN_ID", chain, "RPC_TOKEN", token), "wallet.mjs");
        assertTrue(ended.isOk(), ended::output);
        return ended.output().strip();
    }

    private static void assertRefused(String reason, String said) {
        assertTrue(said.startsWith("refused: SERVER_ERROR 401 "), said);
        assertTrue(said.contains(reason), said);
    }
}
