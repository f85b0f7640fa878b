package coco.sim;

import coco.ledger.Seqno;
import coco.replica.Batch;
import coco.replica.LedgerState;
import java.util.ArrayDeque;

/** What a leader has offered and not accepted yet, as seen from outside. Owner: the checker. */
final class Outbox {
    private final ArrayDeque<Batch> batches = new ArrayDeque<>();
    private Seqno last;

    Outbox(LedgerState accepted) {
        this.last = accepted.seqno();
    }

    void add(Batch batch) {
        if (!batch.first().equals(last.next())) {
            throw new Checker.Violation("I7: a batch from " + batch.first() + " on, after " + last);
        }
        batches.add(batch);
        last = batch.last();
    }

    /** I7: the head is the accepted state with these batches applied. */
    void check(LedgerState accepted, LedgerState head) {
        while (!batches.isEmpty() && batches.getFirst().last().compareTo(accepted.seqno()) <= 0) batches.remove();
        if (!head.seqno().equals(last))
            throw new Checker.Violation("I7: the head is at " + head.seqno() + ", not " + last);
        if (batches.isEmpty()) {
            if (!head.root().equals(accepted.root()))
                throw new Checker.Violation("I7: the head is not the accepted state");
            return;
        }
        var next = batches.getFirst();
        if (!next.first().equals(accepted.seqno().next())
                || !next.previousRoot().equals(accepted.root())) {
            throw new Checker.Violation("I7: the outbox does not follow the accepted state at " + accepted.seqno());
        }
    }
}
