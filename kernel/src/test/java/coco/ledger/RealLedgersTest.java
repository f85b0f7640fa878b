package coco.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coco.crypto.Bytes;
import coco.crypto.MalformedException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Ledgers that CCF wrote; the expected counts come from an independent script. */
class RealLedgersTest {
    @ParameterizedTest
    @CsvSource({
        "acme_containing_service, 22, 8, 8, 0",
        "double_sealed_service, 509, 156, 156, 0",
        "sgx_service, 153, 54, 0, 2"
    })
    void everyEntryAndSignatureIsSound(String service, long entries, long node, long cose, long snapshots)
            throws Exception {
        var verifier = new LedgerVerifier();
        RealLedgers.files(service).forEach(verifier::file);
        for (var snapshot : RealLedgers.snapshots(service).entrySet())
            verifier.snapshot(SnapshotFile.Name.parse(snapshot.getKey()), snapshot.getValue());
        var report = verifier.report();
        assertTrue(report.isSound(), report::toText);
        assertEquals(entries, report.entries());
        assertEquals(node, report.nodeSignatures());
        assertEquals(cose, report.serviceSignatures());
        assertEquals(snapshots, report.snapshots());
        var pem = Files.readString(RealLedgers.folder(service).resolve("common").resolve("service_cert.pem"));
        assertEquals(pem, report.service().orElseThrow().pem());
    }

    @ParameterizedTest
    @ValueSource(strings = {"acme_containing_service", "double_sealed_service", "sgx_service"})
    void everyKnownValueIsWrittenAsItWasRead(String service) throws MalformedException {
        for (var file : RealLedgers.files(service).values()) {
            for (var frame : Chunk.read(file).frames()) {
                var entry = EntryCodec.decode(frame.bytes());
                for (var map : entry.maps())
                    for (var value : map.writes().values()) assertEquals(value, rewritten(map.table(), value));
                SignatureEntry.of(entry)
                        .flatMap(SignatureEntry::tree)
                        .ifPresent(tree -> assertEquals(
                                entry.onlyRow(Tables.TREE).orElseThrow(), tree.serialize(tree.retainedFrom())));
            }
        }
    }

    private static Bytes rewritten(String table, Bytes value) throws MalformedException {
        return switch (table) {
            case Tables.NODES_INFO -> NodeInfo.ofJson(value).toJson();
            case Tables.SERVICE_INFO -> ServiceInfo.ofJson(value).toJson();
            case Tables.SIGNATURES -> NodeSignature.ofJson(value).toJson();
            case Tables.COSE_SIGNATURES -> ServiceSignature.ofJson(value).toJson();
            case Tables.SNAPSHOT_EVIDENCE -> SnapshotEvidence.ofJson(value).toJson();
            default -> value;
        };
    }

    @Test
    void everyFileIsWrittenAsItWasRead() {
        for (var file : RealLedgers.files("double_sealed_service").entrySet()) {
            var chunk = Chunk.read(file.getValue());
            var entries = chunk.frames().stream().map(Chunk.Frame::bytes).toList();
            assertEquals(file.getValue(), chunk.complete() ? Chunk.complete(entries) : Chunk.open(entries));
            assertEquals(file.getKey().committed(), chunk.complete());
        }
    }

    @Test
    void aChangedSnapshotIsNotVouchedFor() throws MalformedException {
        var verifier = new LedgerVerifier();
        RealLedgers.files("sgx_service").forEach(verifier::file);
        for (var snapshot : RealLedgers.snapshots("sgx_service").entrySet()) {
            var name = SnapshotFile.Name.parse(snapshot.getKey());
            var size = snapshot.getValue().size();
            for (var at : new int[] {0, 1, 9, 30, 36, 44, 50, 1000, size / 2, size - 900, size - 400, size - 20}) {
                var changed = snapshot.getValue().toArray();
                changed[at] ^= 1;
                var copy = new LedgerVerifier(verifier);
                copy.snapshot(name, Bytes.of(changed));
                assertEquals(1, copy.report().problems().size(), "byte " + at);
            }
        }
    }

    @Test
    void endorsementsAreRead() throws MalformedException {
        var count = 0;
        for (var file : RealLedgers.files("double_sealed_service").values()) {
            for (var frame : Chunk.read(file).frames()) {
                var json = EntryCodec.decode(frame.bytes()).onlyRow(Tables.PREVIOUS_SERVICE_ENDORSEMENT);
                if (json.isEmpty()) continue;
                assertTrue(ServiceEndorsement.ofJson(json.get()).isSound());
                count++;
            }
        }
        assertEquals(3, count);
    }
}
