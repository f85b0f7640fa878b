package coco.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coco.crypto.AeadKey;
import coco.crypto.AuthenticationFailedException;
import coco.crypto.Bytes;
import coco.crypto.Digest;
import coco.crypto.MalformedException;
import coco.crypto.SecretBytes;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EntryTest {
    private static Sealer sealer(int key) {
        var bytes = new byte[AeadKey.SIZE];
        bytes[0] = (byte) key;
        return new Sealer(AeadKey.of(SecretBytes.wrap(bytes)));
    }

    private static final MapWrites PUBLIC = new MapWrites(
            "public:app",
            0,
            new java.util.TreeMap<>(Map.of(Bytes.ofUtf8("k"), Bytes.ofUtf8("v"))),
            List.of(Bytes.ofUtf8("gone")));
    private static final MapWrites PRIVATE = TestLedger.put("app", "who", "the secret");

    private static Draft draft(long view, long seqno) {
        return Draft.of(TxId.of(view, seqno), List.of(PRIVATE, PUBLIC)).withClaims(Digest.sha256(Bytes.EMPTY));
    }

    @Test
    void whatWasSealedIsReadAndOpened() throws MalformedException, AuthenticationFailedException {
        var sealer = sealer(1);
        var entry = sealer.seal(draft(2, 7).withCut(Cut.AFTER));
        assertEquals(entry, EntryCodec.decode(entry.bytes()));
        assertEquals(TxId.of(2, 7), entry.txId());
        assertEquals(Cut.AFTER, entry.cut());
        assertEquals(List.of(PUBLIC), entry.maps());
        assertEquals(List.of(PRIVATE), sealer.open(entry));
        assertEquals(sealer.evidence().digest(entry.txId()), entry.evidence().orElseThrow());
        assertTrue(entry.hasPrivate());
        assertFalse(new String(entry.bytes().toArray(), StandardCharsets.ISO_8859_1).contains("secret"));
    }

    @Test
    void noNonceIsUsedTwice() {
        var sealer = sealer(1);
        sealer.seal(draft(2, 7));
        assertThrows(IllegalStateException.class, () -> sealer.seal(draft(2, 7)));
        assertThrows(IllegalStateException.class, () -> sealer.seal(draft(3, 7)));
        assertThrows(IllegalStateException.class, () -> sealer.seal(draft(3, 6)));
        sealer.seal(draft(2, 8));
    }

    @Test
    void anotherKeyOrAChangedByteDoesNotOpen() throws MalformedException {
        var sealer = sealer(1);
        var entry = sealer.seal(draft(2, 7));
        assertThrows(AuthenticationFailedException.class, () -> sealer(2).open(entry));
        var opened = 0;
        for (var i = EntryCodec.HEADER_SIZE; i < entry.bytes().size(); i++) {
            var changed = entry.bytes().toArray();
            changed[i] ^= 1;
            try {
                var read = EntryCodec.decode(Bytes.of(changed));
                assertNotEquals(entry.leaf(), read.leaf());
                assertThrows(AuthenticationFailedException.class, () -> sealer.open(read));
            } catch (MalformedException _) {
                opened++;
            }
        }
        assertTrue(opened > 0, "some bytes are structure");
    }

    @Test
    void theLeafCoversAllThreeParts() {
        var entry = sealer(1).seal(draft(2, 7));
        var writeSet = Digest.sha256(entry.bytes());
        var expected = Digest.sha256(
                writeSet.unsafeArray(),
                entry.evidence().orElseThrow().unsafeArray(),
                entry.claims().orElseThrow().unsafeArray());
        assertEquals(expected, entry.leaf());
        var text = sealer(1).evidence().text(entry.txId());
        assertEquals(entry.leaf(), LeafComponents.of(entry, text).leaf());
        assertThrows(IllegalArgumentException.class, () -> LeafComponents.of(entry, text + "0"));
    }

    @Test
    void aKeyIsChangedOnceInATransaction() {
        assertThrows(
                IllegalArgumentException.class,
                () -> MapWrites.sorted("t", Map.of(Bytes.EMPTY, Bytes.EMPTY), List.of(Bytes.EMPTY)));
        assertThrows(IllegalArgumentException.class, () -> Draft.of(TxId.of(2, 1), List.of(PUBLIC, PUBLIC)));
    }

    /** An entry that decodes is one that encodes to the same bytes: nothing in it is skipped. */
    @Test
    void entriesAreReadStrictlyOrNotAtAll() {
        var random = new Random(5);
        var original = sealer(1).seal(draft(2, 7)).bytes();
        var read = 0;
        for (var round = 0; round < 50_000; round++) {
            var mutated = Bytes.of(Mutations.of(original.toArray(), random));
            try {
                var entry = EntryCodec.decode(mutated);
                assertEquals(mutated, encode(entry));
                read++;
            } catch (MalformedException e) {
                assertFalse(String.valueOf(e.getMessage()).isEmpty());
            }
        }
        assertTrue(read > 1000);
    }

    private static Bytes encode(Entry entry) {
        var out = new ByteWriter()
                .u8(entry.type().code())
                .i64(entry.txId().seqno().value());
        entry.claims().ifPresent(out::digest);
        entry.evidence().ifPresent(out::digest);
        out.i64(entry.dependency()).raw(EntryCodec.mapsOf(entry.maps()));
        var sealed = EntryCodec.sealedOf(entry);
        var cipher = java.util.Arrays.copyOf(sealed, sealed.length - AeadKey.TAG_SIZE);
        var tag = java.util.Arrays.copyOfRange(sealed, cipher.length, sealed.length);
        return EntryCodec.frame(entry.cut(), EntryCodec.nonce(entry.txId()), tag, out.toArray(), cipher);
    }
}
