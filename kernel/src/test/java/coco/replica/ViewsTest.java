package coco.replica;

import static org.junit.jupiter.api.Assertions.assertEquals;

import coco.crypto.Digest;
import coco.crypto.MalformedException;
import coco.ledger.MerkleTree;
import coco.ledger.Seqno;
import coco.ledger.TxId;
import coco.ledger.View;
import coco.store.Tx;
import coco.store.Version;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What became of a transaction id (rule 14), over a chain of view 2 up to 4, view 5 up to 9, and view 6 up to 12. */
class ViewsTest {
    private final LedgerState accepted = chain(Map.of(2L, 1L, 5L, 5L, 6L, 10L), 6, 12);

    private static LedgerState chain(Map<Long, Long> firsts, long view, long seqno) {
        var tx = new Tx(Version.EMPTY, 10_000);
        firsts.forEach(
                (number, first) -> tx.put(Views.TABLE, Views.key(new View(number)), Views.value(new Seqno(first))));
        return new LedgerState(
                Digest.ZERO,
                1,
                new View(view),
                new EpochId(new View(view), 1),
                new Seqno(1),
                0,
                new Seqno(seqno),
                MerkleTree.EMPTY,
                Version.EMPTY.with(1, tx.writes()),
                0,
                0);
    }

    private void is(Views.Status expected, String... ids) throws MalformedException {
        for (var id : ids) assertEquals(expected, Views.status(accepted, TxId.parse(id)), id);
    }

    @Test
    void whatIsInTheChainIsCommitted() throws MalformedException {
        is(Views.Status.COMMITTED, "2.1", "2.4", "5.5", "5.9", "6.10", "6.12");
    }

    @Test
    void whatTheChainHasGoneOnWithoutIsInvalid() throws MalformedException {
        is(Views.Status.INVALID, "2.5", "3.5", "5.4", "5.10", "6.9", "7.12", "2.13", "5.99", "2.0");
    }

    @Test
    void whatMayStillComeIsOpen() throws MalformedException {
        is(Views.Status.OPEN, "6.13", "6.99", "7.13", "9.14");
    }

    @Test
    void everyEntryBelongsToAView() {
        for (var seqno = 1; seqno <= 12; seqno++) {
            var expected = seqno < 5 ? 2 : seqno < 10 ? 5 : 6;
            assertEquals(new View(expected), Views.viewOf(accepted, new Seqno(seqno)));
        }
        assertEquals("{2=1, 5=5, 6=10}", Views.history(accepted.store()).toString());
    }
}
