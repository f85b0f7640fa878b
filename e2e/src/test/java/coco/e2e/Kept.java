package coco.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coco.crypto.Bytes;
import coco.crypto.Certificate;
import coco.crypto.MalformedException;
import coco.e2e.Writers.Told;
import coco.ledger.Receipt;
import coco.records.RecordsRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a network has answered so far, in all of its loads, and that it is so: what was committed is on every node, what was not
 * executed is on none, receipts are sound, ledger files the same. Owner: the test.
 */
final class Kept {
    private static final int RECEIPTS = 6;

    private final Cluster cluster;
    private final Random random = new Random(17);
    private final Map<String, Told> told = new TreeMap<>();
    private final Map<String, String> committed = new TreeMap<>();
    private final Set<String> transfers = new TreeSet<>();

    Kept(Cluster cluster) {
        this.cluster = cluster;
    }

    /** Ends the load; what it was told, and everything told before, is so. */
    void check(Load load) throws IOException, InterruptedException {
        told.putAll(load.writers().finish());
        committed.putAll(load.writers().transactions());
        transfers.addAll(load.wallets().finish());
        assertEquals(Collections.emptyMap(), load.writers().oddities());
        assertEquals(Collections.emptyMap(), load.wallets().oddities());
        check();
    }

    /** Everything told so far. */
    void check() throws IOException, InterruptedException {
        cluster.awaitReady();
        Checks.assertTold(cluster, told);
        Wallets.assertKept(cluster, transfers);
        checkReceipts();
        Checks.assertSameChunks(cluster.nodes());
    }

    /** Of some transactions, each from another node; with the file of the receipt and the service's certificate alone. */
    private void checkReceipts() throws IOException, InterruptedException {
        var keys = new ArrayList<>(committed.keySet());
        Collections.shuffle(keys, random);
        var nodes = cluster.nodes();
        for (var i = 0; i < Math.min(RECEIPTS, keys.size()); i++) {
            var node = nodes.get(i % nodes.size());
            var key = keys.get(i);
            var given = cluster.api(node).get("/app/receipt?transaction_id=" + committed.get(key));
            assertEquals(200, given.status(), given::text);
            var certificate = node.data().resolve("service_cert.pem");
            assertProves(given.body(), Files.readString(certificate), key);
            if (i == 0) assertTheCommandSaysSo(given.body(), certificate);
        }
    }

    private static void assertProves(Bytes json, String pem, String key) {
        try {
            var receipt = Receipt.ofJson(json);
            assertEquals(Optional.empty(), receipt.problem(Certificate.ofPem(pem)), key);
            var claims = new RecordsRequest.Put(key, Bytes.ofUtf8(Writers.value(key))).claims();
            assertEquals(Optional.of(claims), receipt.claims(), key);
        } catch (MalformedException e) {
            throw new AssertionError("the receipt of " + key, e);
        }
    }

    private void assertTheCommandSaysSo(Bytes json, Path certificate) throws IOException, InterruptedException {
        var file = Files.write(cluster.folder().resolve("receipt.json"), json.toArray());
        var found = Client.run("receipt", "verify", file.toString(), "--service-cert", certificate.toString());
        assertTrue(found.isOk(), found::output);
    }
}
