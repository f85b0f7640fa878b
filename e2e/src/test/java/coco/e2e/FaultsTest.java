package coco.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coco.node.config.ConfigException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * One network of three nodes and what happens to it: every kind of stop, a torn disk, nodes that do not belong. Each test
 * begins with a network that is whole; what was ever answered has to be so at the end of each.
 */
@Tag("endtoend")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(400)
class FaultsTest {
    /** As many as can be in the log at once, so that all of them are in doubt. */
    private static final int IN_FLIGHT = 4;

    @TempDir
    private static Path folder = Path.of("");

    private Cluster cluster;
    private Kept kept;

    @BeforeAll
    void start() throws IOException, InterruptedException, ConfigException {
        cluster = Cluster.start(folder, 3);
        kept = new Kept(cluster);
    }

    @BeforeEach
    void heal() throws IOException, InterruptedException {
        cluster.heal();
    }

    @AfterAll
    void stop() {
        if (cluster != null) cluster.close();
    }

    @Test
    @Order(1)
    void everyAnsweredWriteIsOnAllNodesAndItsReceiptIsSound() throws IOException, InterruptedException {
        var receipt = folder.resolve("receipt.json");
        for (var node : cluster.nodes()) {
            var key = "greeting at " + node.name();
            var written = cluster.api(node).put(key, "hello " + node.name());
            assertEquals(201, written.status(), written::text);
            for (var reader : cluster.nodes()) {
                var read = cluster.api(reader).get(Api.record(key) + "?after=" + written.txId());
                assertEquals("hello " + node.name(), read.text(), reader.name());
                var fresh = cluster.api(reader).get(Api.record(key) + "?consistency=fresh");
                assertEquals("hello " + node.name(), fresh.text(), reader.name());
                var given = cluster.api(reader).get("/app/receipt?transaction_id=" + written.txId());
                assertEquals(200, given.status(), given::text);
                Files.write(receipt, given.body().toArray());
            }
            assertSoundReceipt(receipt, node);
        }
        var text = Files.readString(receipt);
        var at = text.indexOf("\"write_set_digest\"") + 25;
        Files.writeString(
                receipt, text.substring(0, at) + (text.charAt(at) == '0' ? '1' : '0') + text.substring(at + 1));
        assertFalse(verify(receipt, cluster.nodes().getFirst()).isOk(), "a changed receipt is found");
    }

    private void assertSoundReceipt(Path receipt, Vn node) throws IOException, InterruptedException {
        var found = verify(receipt, node);
        assertTrue(found.isOk(), found::output);
    }

    private Client.Result verify(Path receipt, Vn node) throws IOException, InterruptedException {
        var certificate = node.data().resolve("service_cert.pem");
        return Client.run("receipt", "verify", receipt.toString(), "--service-cert", certificate.toString());
    }

    @Test
    @Order(2)
    void aRecordCanBeReplacedAndTakenAway() throws IOException, InterruptedException {
        var api = cluster.api(cluster.follower());
        assertEquals(201, api.put("short", "one").status());
        assertEquals(204, api.put("short", "two").status());
        var gone = api.delete("short");
        assertTrue(gone.isOk(), gone::text);
        assertEquals(
                "KeyNotFound",
                api.get(Api.record("short") + "?after=" + gone.txId()).error());
    }

    @Test
    @Order(3)
    void theLeaderIsKilled() throws IOException, InterruptedException {
        var leader = cluster.leader();
        try (var load = Load.begin(cluster, "leader-killed")) {
            load.awaitMore();
            leader.kill();
            load.awaitMore();
            assertNotEquals(leader, cluster.leader());
            leader.start();
            leader.awaitReady();
            load.awaitMore();
            kept.check(load);
        }
    }

    @Test
    @Order(4)
    void aFollowerIsKilled() throws IOException, InterruptedException {
        var follower = cluster.follower();
        try (var load = Load.begin(cluster, "follower-killed")) {
            load.awaitMore();
            follower.kill();
            load.awaitMore();
            follower.start();
            follower.awaitReady();
            load.awaitMore();
            kept.check(load);
        }
    }

    @Test
    @Order(5)
    void theLeaderIsFrozenAndComesBack() throws IOException, InterruptedException {
        var leader = cluster.leader();
        try (var load = Load.begin(cluster, "leader-frozen")) {
            load.awaitMore();
            leader.freeze();
            try {
                load.awaitMore();
            } finally {
                leader.thaw();
            }
            load.awaitMore();
            kept.check(load);
        }
    }

    @Test
    @Order(6)
    void allNodesAreStoppedAndStartedAgain() throws IOException, InterruptedException {
        for (var node : cluster.nodes()) node.stop();
        for (var node : cluster.nodes()) node.start();
        for (var node : cluster.nodes()) node.awaitReady();
        cluster.awaitReady();
        try (var load = Load.begin(cluster, "all-stopped")) {
            load.awaitMore();
            kept.check(load);
        }
    }

    @Test
    @Order(7)
    void aLeaderThatIsStoppedAnswersWhatIsInFlight() throws Exception {
        var leader = cluster.leader();
        var api = cluster.api(leader);
        for (var other : cluster.others(leader)) other.freeze();
        var waiting = new ArrayList<Future<Api.Reply>>();
        try (var clients = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var i = 0; i < IN_FLIGHT; i++) {
                var key = "stopped-" + i;
                waiting.add(clients.submit(() -> api.put(key, "x".getBytes(UTF_8), key, Until.LONG)));
            }
            Until.holds("they have come in", () -> inFlight(api) >= IN_FLIGHT);
            leader.stop();
            for (var one : waiting) {
                var reply = one.get();
                assertEquals(504, reply.status(), reply::text);
                assertEquals("TransactionPendingOrUnknown", reply.error());
            }
        } finally {
            for (var other : cluster.others(leader)) other.thaw();
        }
        leader.start();
        leader.awaitReady();
        try (var load = Load.begin(cluster, "leader-stopped")) {
            load.awaitMore();
            leader = cluster.leader();
            leader.stop();
            load.awaitMore();
            leader.start();
            leader.awaitReady();
            kept.check(load);
        }
    }

    /** The question itself is one of them. */
    private static long inFlight(Api api) throws IOException, InterruptedException {
        return api.metric("coco_http_in_flight") - 1;
    }

    @Test
    @Order(8)
    void allNodesAreKilledUnderLoad() throws IOException, InterruptedException {
        try (var load = Load.begin(cluster, "all-killed")) {
            load.awaitMore();
            for (var node : cluster.nodes()) node.kill();
            for (var node : cluster.nodes()) node.start();
            for (var node : cluster.nodes()) node.awaitReady();
            load.awaitMore();
            kept.check(load);
        }
    }

    @Test
    @Order(9)
    void aTornLedgerFileIsRepaired() throws IOException, InterruptedException {
        var node = cluster.follower();
        node.stop();
        var open = openChunk(node);
        var size = Files.size(open);
        try (var file = FileChannel.open(open, StandardOpenOption.WRITE)) {
            file.truncate(size - Math.min(size / 2, 1_000) - 3);
        }
        var torn = Files.size(open);
        assertTrue(torn < size);
        node.start();
        node.awaitReady();
        cluster.awaitSame();
        assertTrue(Files.size(openChunk(node)) >= size || !Files.exists(open), "what was torn off is written again");
        assertEquals(201, cluster.api(node).put("after the tear", "x").status());
        kept.check();
        node.stop();
        Checks.assertSound(node);
    }

    private static Path openChunk(Vn node) throws IOException {
        try (var files = Files.list(node.ledger())) {
            return files.filter(file -> file.getFileName().toString().matches("ledger_[0-9]+"))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("no open ledger file"));
        }
    }

    @Test
    @Order(10)
    void aNodeThatNobodyVouchedForIsRefused() throws IOException, InterruptedException {
        assertRefused(cluster.unlisted(), "is not in the list of nodes", "the peer's evidence is refused: node ");
    }

    @Test
    @Order(11)
    void aNodeOfOtherCodeIsRefused() throws IOException, InterruptedException {
        var other = cluster.otherCode();
        assertRefused(other, "measurement", "the peer's evidence is refused: ");
    }

    /** The network's nodes say why in their logs, and go on. */
    private void assertRefused(Vn stranger, String... reasons) throws IOException, InterruptedException {
        var before = cluster.nodes().getFirst().log().length();
        stranger.start();
        try {
            Until.holds("the stranger is told that it is not admitted", () -> stranger.log()
                    .contains("not admitted at"));
            Until.holds(
                    "a node of the network says why",
                    Until.LONG,
                    () -> cluster.nodes()
                            .getFirst()
                            .log()
                            .substring(before)
                            .lines()
                            .anyMatch(line -> contains(line, reasons)),
                    () -> cluster.nodes().getFirst().log().substring(before));
            assertTrue(stranger.isRunning(), "it asks again: its owner may still be vouching for it");
            assertFalse(cluster.api(stranger).isReady());
        } finally {
            stranger.kill();
        }
        assertFalse(Files.exists(stranger.data().resolve("service.key.sealed")), "it was given no key");
        assertEquals(
                201,
                cluster.api(cluster.follower())
                        .put("despite " + stranger.name(), "x")
                        .status());
        kept.check();
    }

    private static boolean contains(String line, String... parts) {
        for (var part : parts) if (!line.contains(part)) return false;
        return true;
    }

    @Test
    @Order(12)
    void ledgerFilesAreTheSameOnAllNodesAndSound() throws IOException, InterruptedException {
        for (var i = 0; i < 3; i++)
            assertTrue(cluster.api(cluster.leader())
                    .put("large " + i, "x".repeat(40_000))
                    .isOk());
        cluster.awaitSame();
        kept.check();
        for (var node : cluster.nodes()) node.stop();
        var compared = Checks.assertSameChunks(cluster.nodes());
        assertTrue(compared >= 2 * 3, compared + " files compared");
        for (var node : cluster.nodes()) Checks.assertSound(node);
        assertATamperedFileIsFound(cluster.nodes().getFirst());
    }

    /** That the check can fail: one bit in a copy of a closed file. */
    private void assertATamperedFileIsFound(Vn node) throws IOException, InterruptedException {
        var copy = Files.createDirectory(folder.resolve("tampered"));
        for (var chunk : Checks.closedChunks(node)) {
            var bytes = Files.readAllBytes(chunk);
            if (chunk.equals(Checks.closedChunks(node).getFirst())) bytes[bytes.length / 2] ^= 1;
            Files.write(copy.resolve(chunk.getFileName().toString()), bytes);
        }
        assertFalse(Client.run("ledger", "verify", copy.toString()).isOk());
    }
}
