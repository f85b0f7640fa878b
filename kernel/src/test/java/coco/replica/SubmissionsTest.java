package coco.replica;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import coco.crypto.Bytes;
import coco.ledger.TxId;
import coco.spi.Caller;
import coco.store.Tx;
import coco.store.Version;
import org.junit.jupiter.api.Test;

/** Which submissions are remembered, and for how long: rule 15. */
class SubmissionsTest {
    private static final int WINDOW = 10;
    private final Submissions submissions = new Submissions(WINDOW);
    private Version store = Version.EMPTY;

    private static Bytes key(long number) {
        return Submissions.key(new Caller.Token("alice"), Bytes.ofLong(number));
    }

    private void record(long seqno) {
        var tx = new Tx(store, 1 << 16);
        submissions.record(tx, key(seqno), TxId.of(2, seqno), Bytes.ofUtf8("reply " + seqno));
        store = store.with(seqno, tx.writes());
    }

    private Submissions.Earlier find(long seqno) {
        return Check.present(Submissions.find(new Tx(store, 1), key(seqno)), "it was recorded");
    }

    @Test
    void theFirstResultIsFound() {
        record(7);
        assertEquals(new Submissions.Earlier(TxId.of(2, 7), Bytes.ofUtf8("reply 7")), find(7));
        assertNull(Submissions.find(new Tx(store, 1), key(8)));
    }

    @Test
    void aReplyMayHoldAnything() {
        var tx = new Tx(store, 1 << 16);
        var reply = Bytes.ofUtf8(" \0 2.3 ").concat(Bytes.of((byte) 0xff));
        submissions.record(tx, key(1), TxId.of(2, 1), reply);
        submissions.record(tx, key(2), TxId.of(2, 2), Bytes.EMPTY);
        store = store.with(1, tx.writes());
        assertEquals(reply, find(1).reply());
        assertEquals(Bytes.EMPTY, find(2).reply());
    }

    @Test
    void whatHasLeftTheWindowIsForgotten() {
        for (var seqno = 1; seqno <= 30; seqno++) record(seqno);
        assertNull(Submissions.find(new Tx(store, 1), key(19)));
        for (var seqno = 20; seqno <= 30; seqno++)
            assertEquals(TxId.of(2, seqno), find(seqno).txId());
        assertEquals(WINDOW + 1, store.size(Submissions.TABLE));
        assertEquals(WINDOW + 1, store.size(Submissions.BY_SEQNO));
    }

    @Test
    void aRushIsForgottenLittleByLittle() {
        for (var seqno = 1; seqno <= 8; seqno++) record(seqno);
        for (var seqno = 101; seqno <= 104; seqno++) record(seqno);
        assertNull(Submissions.find(new Tx(store, 1), key(8)));
        assertEquals(4, store.size(Submissions.TABLE));
    }

    @Test
    void callersDoNotSeeEachOthersIds() {
        var id = Bytes.ofUtf8("id");
        assertNotEquals(Submissions.key(new Caller.Token("alice"), id), Submissions.key(new Caller.Token("bob"), id));
        assertNotEquals(
                Submissions.key(new Caller.Token("alic"), Bytes.ofUtf8("eid")),
                Submissions.key(new Caller.Token("alice"), id));
    }
}
