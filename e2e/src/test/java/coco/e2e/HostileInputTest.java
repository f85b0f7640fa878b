package coco.e2e;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coco.evm.Address;
import coco.evm.U256;
import coco.evm.chain.Signature;
import coco.evm.chain.Transaction;
import coco.node.config.ConfigException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What reaches a node's ports and is none of what it expects: it says so, and goes on as the same process. */
@Tag("endtoend")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(300)
class HostileInputTest {
    private static final int CONNECTIONS = 120;
    private static final int MEGABYTE = 1 << 20;

    @TempDir
    private static Path folder = Path.of("");

    private Cluster cluster;
    private Vn node;
    private Api api;
    private int writes;

    @BeforeAll
    void start() throws IOException, InterruptedException, ConfigException {
        cluster = Cluster.start(folder, 1);
        node = cluster.nodes().getFirst();
        api = cluster.api(node);
    }

    @AfterAll
    void stop() {
        if (cluster != null) cluster.close();
    }

    /** After each: it serves, it has room, and nothing of it broke. */
    @AfterEach
    void assertUnharmed() throws IOException, InterruptedException {
        assertServes();
        assertTrue(node.isRunning());
        assertEquals(1, api.metric("coco_node_admits"), "what came took no memory with it");
        var log = node.log();
        for (var bad : List.of("broken invariant", "OutOfMemoryError", "Exception in thread", "a handler failed"))
            assertFalse(log.contains(bad), () -> bad + ": " + log);
    }

    private void assertServes() throws IOException, InterruptedException {
        assertEquals(201, api.put("served " + writes++, "x").status());
    }

    @Test
    void badTransactionsAreRefusedWithTheReason() throws IOException, InterruptedException {
        var account = Consortium.ACCOUNTS.getFirst();
        var good = sign(0, Consortium.CHAIN);
        assertEquals(
                "0x1",
                Rpc.result(api, "eth_sendRawTransactionSync", hex(good))
                        .path("status")
                        .asString(""));
        assertRefused("nonce too low", sign(0, Consortium.CHAIN, U256.of(2)));
        assertRefused("invalid chain id", sign(1, 1));
        var badSignature = sign(1, Consortium.CHAIN);
        badSignature[badSignature.length - 20] ^= 1;
        // It is another account's then, which has no funds, or nobody's.
        assertRefused("", badSignature);
        var cut = sign(1, Consortium.CHAIN);
        assertRefused("", java.util.Arrays.copyOf(cut, cut.length - 1));
        assertRefused("", new byte[0]);
        assertRefused("", new byte[] {(byte) 0xf8});
        assertRefused("", new byte[] {0x7f, 1, 2, 3});
        var random = new Random(5);
        for (var i = 0; i < 100; i++) {
            var bytes = new byte[1 + random.nextInt(200)];
            random.nextBytes(bytes);
            if (i % 2 == 0) bytes[0] = (byte) (0xc0 + random.nextInt(0x40));
            assertRefused("", bytes);
        }
        assertEquals(1, Rpc.number(api, "eth_getTransactionCount", "\"%s\", \"latest\"".formatted(account.address())));
    }

    private static byte[] sign(long nonce, long chain) {
        return sign(nonce, chain, U256.ONE);
    }

    private static byte[] sign(long nonce, long chain, U256 value) {
        var to = Address.ofNumber(0xdead);
        var plain = new Transaction.Legacy(nonce, U256.ZERO, 21_000, to, value, new byte[0], Signature.NONE);
        return Consortium.ACCOUNTS.getFirst().sign(plain, U256.of(chain)).encode();
    }

    private static String hex(byte[] bytes) {
        return "\"0x" + HexFormat.of().formatHex(bytes) + "\"";
    }

    private void assertRefused(String reason, byte[] raw) throws IOException, InterruptedException {
        var error = Rpc.call(api, "eth_sendRawTransaction", hex(raw)).path("error");
        assertEquals(-32000, error.path("code").asInt(0), error::toString);
        assertFalse(error.path("message").asString("").isEmpty());
        assertTrue(error.path("message").asString("").startsWith(reason), error::toString);
    }

    @Test
    void badRequestsAreRefusedWithTheReason() throws IOException, InterruptedException {
        assertRpcError(-32700, "{");
        assertRpcError(-32700, "not JSON");
        assertRpcError(-32700, "[".repeat(100_000));
        assertRpcError(-32600, "[]");
        assertRpcError(-32600, "{}");
        assertRpcError(-32600, "17");
        assertRpcError(-32601, "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"eth_nothing\"}");
        assertRpcError(-32602, "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"eth_getBalance\",\"params\":[\"0xzz\"]}");
        assertRefused(413, "RequestBodyTooLarge", api.postJson("/ethereum", "x".repeat(MEGABYTE + 1)));
        var wholeTransaction = new byte[MEGABYTE];
        var large = api.put("large", wholeTransaction, "large", Until.LONG);
        assertTrue(large.status() / 100 == 4 && !large.error().isEmpty(), () -> large.status() + large.text());
        var twice = new byte[2 * MEGABYTE];
        assertRefused(413, "RequestBodyTooLarge", api.put("larger", twice, "larger", Until.LONG));
        assertEquals(400, api.put("x".repeat(600), "long name").status());
        assertEquals(400, api.get("/app/tx?transaction_id=nonsense").status());
        assertEquals(400, api.get("/app/records?limit=many").status());
        assertEquals(404, api.get("/nothing").status());
        assertEquals(405, api.postJson("/app/records/x", "{}").status());
    }

    private void assertRpcError(int code, String body) throws IOException, InterruptedException {
        var answer = api.postJson("/ethereum", body);
        assertEquals(code, answer.json().path("error").path("code").asInt(0), answer::text);
        assertFalse(answer.json().path("error").path("message").asString("").isEmpty());
    }

    private static void assertRefused(int status, String code, Api.Reply reply) {
        assertEquals(status, reply.status(), reply::text);
        assertEquals(code, reply.error());
    }

    @Test
    void randomBytesToEveryPortLeaveItServing() throws IOException, InterruptedException {
        var random = new Random(20_260_102);
        for (var port : ports()) {
            for (var i = 0; i < CONNECTIONS; i++) throwAt(port, random, i);
            assertServes();
        }
    }

    private List<Integer> ports() {
        var addresses = node.addresses();
        return List.of(addresses.http(), addresses.peer(), addresses.raft());
    }

    private static void throwAt(int port, Random random, int i) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(500);
            socket.setSoLinger(i % 3 == 0, 0);
            var bytes = new byte[random.nextInt(3_000)];
            random.nextBytes(bytes);
            var out = socket.getOutputStream();
            out.write(beginning(i % 6));
            out.write(bytes);
            out.flush();
            if (i % 4 == 0) readAway(socket.getInputStream());
        } catch (java.net.SocketException | java.net.SocketTimeoutException _) {
            // Cut before all was sent, or no answer: both are well.
            return;
        }
    }

    /** Far enough into each protocol that what follows is read as a part of it. */
    private static byte[] beginning(int kind) {
        return switch (kind) {
            case 0 -> new byte[] {22, 3, 1, 2, 0, 1, 0, 1, (byte) 0xfc, 3, 3};
            case 1 -> "PUT /app/records/x HTTP/1.1\r\nhost: 127.0.0.1\r\n".getBytes(US_ASCII);
            case 2 -> "POST /ethereum HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-length: 2000\r\n\r\n".getBytes(US_ASCII);
            case 3 -> "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(US_ASCII);
            case 4 ->
                "POST /ethereum HTTP/1.1\r\nhost: 127.0.0.1\r\ntransfer-encoding: chunked\r\n\r\n".getBytes(US_ASCII);
            default -> new byte[0];
        };
    }

    private static void readAway(InputStream in) throws IOException {
        in.readNBytes(10_000);
    }

    @Test
    void silentAndHalfOpenConnectionsHoldUpNobody() throws IOException, InterruptedException {
        var open = new ArrayList<Socket>();
        try {
            for (var port : ports()) {
                for (var i = 0; i < CONNECTIONS; i++) {
                    var socket = new Socket(InetAddress.getLoopbackAddress(), port);
                    open.add(socket);
                    sayHalf(socket, beginning(i % 6));
                }
                assertServes();
            }
        } finally {
            for (var socket : open) socket.close();
        }
    }

    private static void sayHalf(Socket socket, byte[] beginning) throws IOException {
        try {
            socket.getOutputStream().write(beginning, 0, Math.max(0, beginning.length - 3));
        } catch (java.net.SocketException _) {
            // The peer port lets few shake hands at once, and turns the others away.
            socket.close();
        }
    }
}
