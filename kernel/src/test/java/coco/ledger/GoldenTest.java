package coco.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coco.crypto.Bytes;
import coco.crypto.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Our own formats, byte for byte, in {@code src/test/golden}. A difference is a change of format: {@code -Dcoco.golden=rewrite}
 * writes the files anew, for a reviewer to read the difference.
 */
class GoldenTest {
    private static final Path FOLDER = Path.of("src", "test", "golden");

    private static SortedMap<String, Bytes> made() {
        var ledger = new TestLedger();
        ledger.genesis();
        ledger.sign(Cut.AFTER, ledger.nodeSignature(), ledger.serviceSignature());
        ledger.add(TestLedger.serviceInfo(ServiceInfo.Status.OPEN, ledger.service));
        var entry = ledger.add(
                Cut.NONE,
                Digest.sha256(Bytes.ofUtf8("claim")),
                TestLedger.put("public:app", "open", "seen by all"),
                TestLedger.put("app", "closed", "seen by the nodes"));
        var components = LeafComponents.of(entry, ledger.sealer.evidence().text(entry.txId()));
        var proof = ledger.tree.proof(4).orElseThrow();
        var node = ledger.nodeSignature();
        var service = ledger.serviceSignature();
        ledger.sign(Cut.AFTER, node, service);
        ledger.view = 3;
        ledger.sign();
        var bytes = ledger.entries.stream().map(Entry::bytes).toList();
        var files = new TreeMap<String, Bytes>();
        files.put("ledger/ledger_1-2.committed", Chunk.complete(bytes.subList(0, 2)));
        files.put("ledger/ledger_3-5.committed", Chunk.complete(bytes.subList(2, 5)));
        files.put("ledger/ledger_6", Chunk.open(bytes.subList(5, 6)));
        files.put("entry.bin", entry.bytes());
        files.put("signature.json", node.toJson());
        files.put("cose_signature.json", service.toJson());
        files.put("tree.bin", ledger.tree.retainingFrom(3).serialize(3));
        files.put("receipt.json", Receipt.of(components, proof, node).toJson());
        var inclusion = new CoseReceipt.Inclusion(components, proof);
        files.put("receipt.cose", new CoseReceipt(service, List.of(inclusion)).encode());
        files.put("service_cert.pem", Bytes.ofUtf8(ledger.service.pem()));
        return files;
    }

    @Test
    void formatsAreWhatTheyWere() throws IOException {
        for (var file : made().entrySet()) {
            var path = FOLDER.resolve(file.getKey());
            if ("rewrite".equals(System.getProperty("coco.golden"))) {
                Files.createDirectories(path.getParent());
                Files.write(path, file.getValue().toArray());
            }
            assertEquals(Bytes.of(Files.readAllBytes(path)), file.getValue(), file.getKey());
        }
    }

    @Test
    void theGoldenLedgerIsSound() throws Exception {
        var verifier = new LedgerVerifier();
        for (var name : List.of("ledger_1-2.committed", "ledger_3-5.committed", "ledger_6"))
            verifier.file(
                    ChunkName.parse(name),
                    Bytes.of(Files.readAllBytes(FOLDER.resolve("ledger").resolve(name))));
        var report = verifier.report();
        assertTrue(report.isSound(), report::toText);
        assertEquals(6, report.entries());
        assertEquals(3, report.nodeSignatures());
        assertEquals(3, report.serviceSignatures());
    }
}
