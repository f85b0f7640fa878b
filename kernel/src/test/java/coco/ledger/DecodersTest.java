package coco.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coco.crypto.Bytes;
import coco.crypto.MalformedException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever comes from outside is a value or a {@link MalformedException}, never another exception. */
class DecodersTest {
    private interface Decoder {
        Bytes rewritten(Bytes bytes) throws MalformedException;
    }

    private static void fuzz(long seed, Bytes original, boolean exact, Decoder decoder) throws MalformedException {
        assertEquals(original, decoder.rewritten(original));
        var random = new Random(seed);
        for (var round = 0; round < 5_000; round++) {
            var mutated = Bytes.of(Mutations.of(original.toArray(), random));
            try {
                var again = decoder.rewritten(mutated);
                if (exact) assertEquals(mutated, again);
                else assertEquals(again, decoder.rewritten(again), "one form, whatever was read");
            } catch (MalformedException e) {
                assertFalse(String.valueOf(e.getMessage()).isEmpty());
            }
        }
    }

    @Test
    void signaturesAreExact() throws MalformedException {
        var ledger = new TestLedger();
        fuzz(10, ledger.nodeSignature().toJson(), true, bytes -> NodeSignature.ofJson(bytes)
                .toJson());
        fuzz(11, ledger.serviceSignature().toJson(), true, bytes -> ServiceSignature.ofJson(bytes)
                .toJson());
    }

    @Test
    void rowsHaveOneForm() throws MalformedException {
        var genesis = new TestLedger().genesis();
        var node = genesis.map(Tables.NODES_INFO)
                .orElseThrow()
                .writes()
                .firstEntry()
                .getValue();
        fuzz(12, node, false, bytes -> NodeInfo.ofJson(bytes).toJson());
        var service = genesis.onlyRow(Tables.SERVICE_INFO).orElseThrow();
        fuzz(13, service, false, bytes -> ServiceInfo.ofJson(bytes).toJson());
    }

    @Test
    void filesAreReadAsFarAsTheyAreSound() {
        var ledger = new TestLedger();
        ledger.genesis();
        ledger.sign();
        var file = Chunk.complete(ledger.entries.stream().map(Entry::bytes).toList());
        var random = new Random(14);
        for (var round = 0; round < 5_000; round++) {
            var mutated = Bytes.of(Mutations.of(file.toArray(), random));
            var chunk = Chunk.read(mutated);
            var entries = chunk.frames().stream().map(Chunk.Frame::bytes).toList();
            if (chunk.defect().isEmpty())
                assertEquals(mutated, chunk.complete() ? Chunk.complete(entries) : Chunk.open(entries));
        }
    }

    @Test
    void snapshotFilesAreReadOrRefused() throws MalformedException {
        for (var snapshot : RealLedgers.snapshots("sgx_service").entrySet()) {
            var name = SnapshotFile.Name.parse(snapshot.getKey());
            assertEquals(snapshot.getKey(), name.toString());
            SnapshotFile.read(name, snapshot.getValue());
            for (var size = 0; size < snapshot.getValue().size(); size += 997) {
                var cut = snapshot.getValue().slice(0, size);
                assertThrows(MalformedException.class, () -> SnapshotFile.read(name, cut));
            }
        }
    }

    @Test
    void namesAreReadStrictly() throws MalformedException {
        for (var name : List.of("ledger_1", "ledger_1-2", "ledger_3-13.committed"))
            assertEquals(name, ChunkName.parse(name).toString());
        for (var name : List.of(
                "ledger_",
                "ledger_0",
                "ledger_01",
                "ledger_2-1",
                "ledger_1.committed",
                "ledger_1-2.recovery",
                "ledger_1-2.committed.ignored",
                "ledger_99999999999999999999",
                "x")) assertThrows(MalformedException.class, () -> ChunkName.parse(name), name);
        for (var name : List.of("snapshot_1", "snapshot_1_2", "snapshot_0_2.committed", "snapshot_1_2.committed.x"))
            assertThrows(MalformedException.class, () -> SnapshotFile.Name.parse(name), name);
    }

    @Test
    void jsonHasOneForm() throws MalformedException {
        var text = "{ \"b\": [1, -2.5, true, null, {}], \"a\": \"\\u0001\\n\\\"\\\\\\u00e9\" }";
        var written = Json.write(Json.read(Bytes.ofUtf8(text))).toUtf8();
        assertEquals("{\"a\":\"\\u0001\\n\\\"\\\\\u00e9\",\"b\":[1,-2.5,true,null,{}]}", written);
        for (var bad : List.of("", "{", "{\"a\":1,\"a\":2}", "{} x", "[".repeat(200) + "]".repeat(200), "nul"))
            assertThrows(MalformedException.class, () -> Json.read(Bytes.ofUtf8(bad)), bad);
        assertThrows(MalformedException.class, () -> Json.read(Bytes.ofHex("22ff22")));
        assertTrue(Json.read(Bytes.ofUtf8("\"x\"")).isString());
    }
}
