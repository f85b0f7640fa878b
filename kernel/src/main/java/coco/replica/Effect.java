package coco.replica;

import coco.crypto.Bytes;
import coco.ledger.Seqno;
import coco.ledger.TxId;
import coco.ledger.View;
import coco.spi.Answer;
import coco.spi.OrderedLog;
import coco.store.WriteSet;
import java.util.List;
import java.util.Set;

/** What the owner of the replica does next, in the order given. */
public sealed interface Effect {
    /** Hand the batch to the ordered log. */
    record Append(OrderedLog.Proposal proposal) implements Effect {}

    /**
     * Write these entries to the ledger file. It happens before any answer that follows in the list.
     *
     * @param first sequence number of the first entry; writing what is there already changes nothing
     * @param entries whole entries; the last is a signature
     */
    record WriteEntries(Seqno first, List<Bytes> entries) implements Effect {}

    /** The accepted state has moved: publish it to readers, and tell the protocols what each transaction wrote. */
    record Accepted(LedgerState state, List<Write> writes) implements Effect {}

    /** What one accepted transaction wrote. */
    record Write(TxId txId, WriteSet writes) {}

    /** Tell the client. */
    record Tell(long ticket, Answer answer) implements Effect {}

    /** The submission was executed and placed; not an answer yet, but the id a client may ask about. */
    record Placed(long ticket, TxId txId) implements Effect {}

    /** This node leads the view and executes from now on. */
    record Leads(View view) implements Effect {}

    /** This node no longer leads the view. */
    record LostOffice(View view) implements Effect {}

    record StepDown(long term, String reason) implements Effect {}

    record AskBarrier(long id) implements Effect {}

    /** The read point asked for is reached: the accepted state now holds all it has to. */
    record ReadPoint(long id) implements Effect {}

    record ReadFailed(long id, String reason) implements Effect {}

    record Reconfigure(Set<OrderedLog.Peer> expected, Set<OrderedLog.Peer> desired) implements Effect {}

    /** A snapshot from a peer is needed that reaches at least this Raft index. */
    record FetchSnapshot(long index) implements Effect {}

    /** A committed batch was judged void: kept as evidence. */
    record Voided(long term, long index, String reason, Bytes batch) implements Effect {}

    /** Stop the node; nothing after this is done. */
    record Halt(String reason) implements Effect {}
}
