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
            for (var node : List.of(cluster.leader(), cluster.follower())) assertProven(cluster, dapp(cluster, node));
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

    /** Each node tells one of three proofs, which are judged by the files alone, as by somebody who never talked to the network. */
    private static void assertProven(Cluster cluster, JsonNode did) throws IOException, InterruptedException {
        var nodes = cluster.nodes();
        var token = did.path("token").stringValue();
        var transfer = new Proof(nodes.get(0), did.path("transfer").stringValue(), cluster);
        var report = transfer.verified();
        assertSays(report, "outcome", "success");
        assertSays(report, "chain id", did.path("chainId").stringValue());
        assertSays(report, "block", did.path("block").asString());
        assertSays(report, "from", did.path("owner").stringValue());
        assertSays(report, "to", token);
        assertSays(report, "log 0", token);
        assertSays(report, "  data", "0x%064x".formatted(1_000));
        transfer.assertNothingElseIsProven();
        var deployment = new Proof(nodes.get(1), did.path("deployment").stringValue(), cluster);
        assertSays(deployment.verified(), "contract", token);
        var failed = new Proof(nodes.get(2), did.path("failed").stringValue(), cluster);
        assertSays(failed.verified(), "outcome", "failure");
    }

    private static void assertSays(String report, String word, String value) {
        var line = "%-18s%s".formatted(word, value).toLowerCase(java.util.Locale.ROOT);
        assertTrue(report.lines().anyMatch(line::equals), () -> line + " is not in\n" + report);
    }

    /** What a node answered about a transaction. */
    private record Proof(Vn witness, String hash, String response) {
        Proof(Vn witness, String hash, Cluster cluster) throws IOException, InterruptedException {
            this(witness, hash, ask(cluster.api(witness), hash));
        }

        private static String ask(Api api, String hash) throws IOException, InterruptedException {
            var got = new String[1];
            Until.holds("there is a proof of " + hash, () -> {
                var answer = api.postJson("/ethereum", """
                        {"jsonrpc": "2.0", "id": 1, "method": "coco_getTransactionProof", "params": ["%s"]}""".formatted(hash));
                got[0] = answer.text();
                return answer.json().path("result").isObject();
            });
            return got[0];
        }

        String verified() throws IOException, InterruptedException {
            var found = verify(hash, response);
            assertTrue(found.isOk(), found::output);
            assertTrue(found.output().startsWith("sound"), found::output);
            return found.output();
        }

        void assertNothingElseIsProven() throws IOException, InterruptedException {
            var at = response.indexOf("\"claim\":\"0x") + 100;
            var digit = response.charAt(at) == '7' ? '8' : '7';
            var changed = verify(hash, response.substring(0, at) + digit + response.substring(at + 1));
            assertEquals(1, changed.status(), changed::output);
            assertTrue(changed.output().startsWith("NOT SOUND: "), changed::output);
            var other = verify("0x" + "00".repeat(32), response);
            assertEquals(
                    "NOT SOUND: the proof is about another transaction, " + hash,
                    other.output().strip());
        }

        private Client.Result verify(String expected, String proof) throws IOException, InterruptedException {
            var file = Files.writeString(folder.resolve("proof.json"), proof).toString();
            var service = witness.data().resolve("service_cert.pem").toString();
            return Client.run(
                    "receipt", "verify", file, "--ethereum", "--transaction", expected, "--service-cert", service);
        }
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
