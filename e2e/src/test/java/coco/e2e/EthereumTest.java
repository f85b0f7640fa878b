package coco.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import coco.evm.Address;
import coco.evm.U256;
import coco.evm.chain.Signature;
import coco.evm.chain.Transaction;
import coco.node.config.ConfigException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The Ethereum ledger on a network whose leader is killed: wallets send, each transfer happens once, all nodes agree. */
@Tag("endtoend")
@Timeout(400)
class EthereumTest {
    private static final Address TO = Address.ofNumber(0xc0c0);
    private static final int BEFORE = 10;
    private static final int ALL = 20;

    @TempDir
    private static Path folder = Path.of("");

    @Test
    void transfersHappenOnceThoughTheLeaderIsKilled() throws IOException, InterruptedException, ConfigException {
        try (var cluster = Cluster.start(folder, 3)) {
            for (var nonce = 0; nonce < BEFORE; nonce++) transfer(cluster, nonce);
            var leader = cluster.leader();
            leader.kill();
            for (var nonce = BEFORE; nonce < ALL; nonce++) transfer(cluster, nonce);
            cluster.heal();
            var hashes = new TreeSet<String>();
            var height = result(cluster.api(leader), "eth_blockNumber", "").asString("");
            assertNotEquals("0x0", height);
            for (var node : cluster.nodes()) {
                var api = cluster.api(node);
                var balance = result(api, "eth_getBalance", "\"%s\", \"latest\"".formatted(TO));
                assertEquals("0x" + Integer.toHexString(ALL), balance.asString(""), node.name());
                hashes.add(result(api, "eth_getBlockByNumber", "\"%s\", false".formatted(height))
                        .path("hash")
                        .asString(""));
            }
            assertEquals(1, hashes.size(), hashes::toString);
        }
    }

    /** Sends one unit, as a wallet does that was told nothing: again, at the next node, until a receipt is there. */
    private static void transfer(Cluster cluster, int nonce) throws IOException, InterruptedException {
        var account = Consortium.ACCOUNT;
        var plain = new Transaction.Legacy(nonce, U256.ZERO, 21_000, TO, U256.ONE, new byte[0], Signature.NONE);
        var signed = account.sign(plain, U256.of(Consortium.CHAIN));
        var raw = "\"0x" + HexFormat.of().formatHex(signed.encode()) + "\"";
        var attempts = new int[1];
        Until.holds("transfer " + nonce, () -> {
            var running = cluster.nodes().stream().filter(Vn::isRunning).toList();
            var api = cluster.api(running.get((nonce + attempts[0]++) % running.size()));
            var sent = call(api, "eth_sendRawTransactionSync", raw);
            if (sent.has("result"))
                return sent.path("result").path("status").asString("").equals("0x1");
            var known = result(api, "eth_getTransactionCount", "\"%s\", \"latest\"".formatted(account.address()));
            return Integer.decode(known.asString("0x0")) > nonce;
        });
    }

    private static JsonNode result(Api api, String method, String parameters) throws IOException, InterruptedException {
        var answer = call(api, method, parameters);
        if (!answer.has("result")) throw new AssertionError(method + ": " + answer);
        return answer.path("result");
    }

    private static JsonNode call(Api api, String method, String parameters) throws IOException, InterruptedException {
        var body = """
                {"jsonrpc": "2.0", "id": 1, "method": "%s", "params": [%s]}""".formatted(method, parameters);
        return api.postJson("/ethereum", body).json();
    }
}
