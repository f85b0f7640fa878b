package coco.replica;

import coco.crypto.Bytes;
import coco.ledger.Seqno;
import coco.ledger.TxId;
import coco.spi.OrderedLog;
import java.util.List;

/**
 * A batch in the leader's outbox: sealed once, offered as often as it takes, with the same bytes (rule 8).
 *
 * <p>Owner: {@link Leadership}.
 */
final class Outgoing {
    /** A submission that has its place. */
    record Placed(long ticket, TxId txId, Bytes reply) {}

    final Bytes bytes;
    final Batch batch;
    final LedgerState after;
    final List<Placed> placed;
    final List<Effect.Write> writes;
    private int attempt;
    private boolean refused;

    Outgoing(Batch batch, LedgerState after, List<Placed> placed, List<Effect.Write> writes) {
        this.batch = batch;
        this.bytes = batch.encode();
        this.after = after;
        this.placed = List.copyOf(placed);
        this.writes = List.copyOf(writes);
    }

    Seqno first() {
        return batch.first();
    }

    Effect.Append offer(long term) {
        attempt++;
        refused = false;
        return new Effect.Append(new OrderedLog.Proposal(
                term, batch.first().value(), batch.last().value(), attempt, bytes));
    }

    void refused(int ofAttempt) {
        if (ofAttempt == attempt) refused = true;
    }

    boolean isRefused() {
        return refused;
    }

    int attempts() {
        return attempt;
    }
}
