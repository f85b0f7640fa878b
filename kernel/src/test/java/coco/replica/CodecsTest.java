package coco.replica;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coco.crypto.Bytes;
import coco.crypto.Digest;
import coco.crypto.MalformedException;
import coco.ledger.MerkleTree;
import coco.ledger.Mutations;
import coco.ledger.NodeId;
import coco.ledger.Seqno;
import coco.ledger.View;
import coco.store.Row;
import coco.store.Table;
import coco.store.Value;
import coco.store.Version;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Batches, snapshots and epoch records as bytes: each value has one form, and all other bytes are refused. */
class CodecsTest {
    private static final int ROUNDS = 5_000;

    private interface Decoder {
        Bytes rewritten(Bytes bytes) throws MalformedException;
    }

    private interface Bend {
        Bytes bent(Bytes original, Random random);
    }

    private static void fuzz(long seed, Bytes original, Bend bend, Decoder decoder) throws MalformedException {
        assertEquals(original, decoder.rewritten(original));
        var random = new Random(seed);
        var read = 0;
        for (var round = 0; round < ROUNDS; round++) {
            var bent = bend.bent(original, random);
            try {
                assertEquals(bent, decoder.rewritten(bent));
                read++;
            } catch (MalformedException e) {
                assertFalse(String.valueOf(e.getMessage()).isEmpty());
            }
        }
        assertTrue(read < ROUNDS, "something is refused");
    }

    private static Bytes mutated(Bytes original, Random random) {
        return Bytes.of(Mutations.of(original.toArray(), random));
    }

    private static Digest digest(int number) {
        return Digest.sha256(new byte[] {(byte) number});
    }

    // ---- batches

    private static Batch batch() {
        return new Batch(
                digest(1),
                new View(3),
                new EpochId(new View(3), 2),
                new Seqno(7),
                new Seqno(8),
                digest(2),
                List.of(Bytes.ofUtf8("entry"), Bytes.ofUtf8("signature")));
    }

    @Test
    void aBatchIsReadAsItWasWritten() throws MalformedException {
        assertEquals(batch(), Batch.decode(batch().encode()));
        assertEquals(
                "434f43420001" + digest(1).toHex() + "0000000000000003" + "00000000000000030000000000000002"
                        + "00000000000000070000000000000008" + digest(2).toHex() + "00000002"
                        + "00000005656e747279" + "000000097369676e6174757265",
                batch().encode().toHex());
    }

    @Test
    void anythingButABatchIsRefused() throws MalformedException {
        fuzz(1, batch().encode(), CodecsTest::mutated, bytes -> Batch.decode(bytes)
                .encode());
        var encoded = batch().encode();
        for (var size = 0; size < encoded.size(); size++) {
            var cut = encoded.slice(0, size);
            assertThrows(MalformedException.class, () -> Batch.decode(cut));
        }
        refused(Batch::decode, encoded.concat(Bytes.of((byte) 0)), "bytes behind the last entry");
        refused(Batch::decode, put(encoded, 4, 2), "this node knows 1");
        refused(Batch::decode, put(encoded, 0, 0), "not a batch");
        refused(Batch::decode, Bytes.unsafeWrap(new byte[Batch.SIZE_MAX + 1]), "bytes");
    }

    private interface Reader {
        Object read(Bytes bytes) throws MalformedException;
    }

    private static void refused(Reader reader, Bytes bytes, String reason) {
        var refusal = assertThrows(MalformedException.class, () -> reader.read(bytes));
        assertTrue(String.valueOf(refusal.getMessage()).contains(reason), refusal::toString);
    }

    /** With a 16-bit number at {@code offset}. */
    private static Bytes put(Bytes bytes, int offset, int number) {
        return Bytes.unsafeWrap(ByteBuffer.wrap(bytes.toArray())
                .putShort(offset, (short) number)
                .array());
    }

    @Test
    void aBatchWithoutGapsIsAllThereIs() {
        assertThrows(
                IllegalStateException.class,
                () -> new Batch(
                        digest(1),
                        new View(3),
                        EpochId.NONE,
                        new Seqno(7),
                        new Seqno(9),
                        digest(2),
                        List.of(Bytes.EMPTY)));
    }

    // ---- snapshots

    private static Snapshot snapshot() {
        var tree = MerkleTree.EMPTY;
        for (var leaf = 1; leaf <= 12; leaf++) tree = tree.append(digest(leaf));
        var editor = Version.EMPTY.edit();
        editor.put(new Table("public:a"), Bytes.ofUtf8("k1"), new Value(Bytes.ofUtf8("v1"), 3));
        editor.put(new Table("public:a"), Bytes.ofUtf8("k2"), new Value(Bytes.EMPTY, 4));
        editor.put(new Table("private"), Bytes.EMPTY, new Value(Bytes.ofUtf8("v3"), 5));
        // All numbers differ: a field in the place of another one shows.
        var state = new LedgerState(
                digest(9),
                1_001,
                new View(1_005),
                new EpochId(new View(1_004), 6),
                new Seqno(10),
                1_700_000_000_000L,
                new Seqno(12),
                tree,
                editor.now(),
                1_700_000_000_777L,
                4_321);
        return new Snapshot(state, 4, 77);
    }

    @Test
    void aSnapshotKeepsEveryField() throws MalformedException {
        var snapshot = snapshot();
        var read = SnapshotCodec.decode(SnapshotCodec.encode(snapshot));
        assertEquals(snapshot.raftTerm(), read.raftTerm());
        assertEquals(snapshot.raftIndex(), read.raftIndex());
        assertEquals(snapshot.state().with(Version.EMPTY), read.state().with(Version.EMPTY));
        for (var table : List.of(new Table("public:a"), new Table("private"))) {
            assertEquals(rows(snapshot, table), rows(read, table));
        }
        assertEquals(snapshot.state().store().tables(), read.state().store().tables());
        var nothing = SnapshotCodec.decode(SnapshotCodec.encode(Snapshot.NOTHING));
        assertEquals(Snapshot.NOTHING, new Snapshot(nothing.state().with(Version.EMPTY), 0, nothing.raftIndex()));
    }

    private static List<Row> rows(Snapshot snapshot, Table table) {
        var rows = new ArrayList<Row>();
        snapshot.state().store().range(table, null, null).rows().forEach(rows::add);
        return rows;
    }

    @Test
    void anythingButASnapshotIsRefused() throws MalformedException {
        var encoded = SnapshotCodec.encode(snapshot());
        Decoder decoder = bytes -> SnapshotCodec.encode(SnapshotCodec.decode(bytes));
        fuzz(2, encoded, CodecsTest::mutated, decoder);
        // The digest is right, what it covers is not.
        fuzz(3, encoded, (original, random) -> sealed(mutated(body(original), random)), decoder);
        refused(SnapshotCodec::decode, put(encoded, 6, 1), "digest is wrong");
        refused(SnapshotCodec::decode, sealed(put(body(encoded), 4, 2)), "this node knows 1");
        refused(SnapshotCodec::decode, encoded.concat(Bytes.of((byte) 0)), "bytes behind");
        refused(SnapshotCodec::decode, Bytes.EMPTY, "ends early");
    }

    private static Bytes body(Bytes encoded) {
        return encoded.slice(0, encoded.size() - Digest.SIZE);
    }

    private static Bytes sealed(Bytes body) {
        return body.concat(Digest.sha256(body).toBytes());
    }

    // ---- epochs

    private static EpochRecord epoch() {
        var wraps = new TreeMap<NodeId, Bytes>();
        for (var node = 1; node <= 3; node++) wraps.put(new NodeId(digest(node)), Bytes.ofUtf8("wrap " + node));
        return new EpochRecord(
                new EpochId(new View(5), 2), new Seqno(40), 0, Bytes.ofUtf8("threshold"), wraps, digest(8));
    }

    @Test
    void anEpochRecordHasOneForm() throws MalformedException {
        assertEquals(epoch(), EpochRecord.decode(epoch().encode()));
        fuzz(4, epoch().encode(), CodecsTest::mutated, bytes -> EpochRecord.decode(bytes)
                .encode());
        for (var text : List.of("", "null", "[]", "{}", "\"5.2\"", "{\"epoch\":5}", "[".repeat(2_000)))
            assertThrows(MalformedException.class, () -> EpochRecord.decode(Bytes.ofUtf8(text)), text);
        var spaced = Bytes.ofUtf8(epoch().encode().toUtf8() + " ");
        assertThrows(MalformedException.class, () -> EpochRecord.decode(spaced));
    }

    @Test
    void anEpochIdHasOneForm() throws MalformedException {
        assertEquals(new EpochId(new View(5), 2), EpochId.parse("5.2"));
        for (var text : List.of("", ".", "5", "5.", ".2", "+5.2", "05.2", "5.02", "5.-2", "-5.2", "5.2.1", "5.2 "))
            assertThrows(MalformedException.class, () -> EpochId.parse(text), text);
    }

    @Test
    void epochsOfAViewAreNumberedFromOne() {
        var first = EpochId.NONE.next(new View(2));
        assertEquals("2.1", first.toString());
        assertEquals("2.2", first.next(new View(2)).toString());
        assertEquals("3.1", first.next(new View(3)).toString());
        assertTrue(first.compareTo(first.next(new View(2))) < 0);
        assertTrue(new EpochId(new View(2), 9).compareTo(new EpochId(new View(3), 1)) < 0);
    }
}
