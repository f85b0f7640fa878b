package coco.replica;

import coco.crypto.Digest;
import coco.ledger.MerkleTree;
import coco.ledger.Seqno;
import coco.ledger.TxId;
import coco.ledger.View;
import coco.store.Version;

/**
 * Everything that follows from the entries up to {@code seqno}, and from nothing else: equal on all nodes that have accepted them. A
 * value; the state of a leader's head has the same form.
 *
 * @param networkId digest of the genesis entry; zero before it
 * @param viewBase what is added to a Raft term to get the view (rule 1)
 * @param view of the last entry
 * @param epoch in force
 * @param epochFirst sequence number of the entry that opened the epoch
 * @param epochOpened ledger time at which it was opened, in milliseconds
 * @param seqno of the last entry, which is a signature; 0 before genesis
 * @param tree over all entries
 * @param store after all entries
 * @param ledgerTime of the last signature, in milliseconds since 1970
 * @param chunkBytes bytes of entries since the ledger file was last cut
 */
public record LedgerState(
        Digest networkId,
        long viewBase,
        View view,
        EpochId epoch,
        Seqno epochFirst,
        long epochOpened,
        Seqno seqno,
        MerkleTree tree,
        Version store,
        long ledgerTime,
        long chunkBytes) {
    /** Before genesis. */
    public static final LedgerState EMPTY = new LedgerState(
            Digest.ZERO,
            1,
            new View(0),
            EpochId.NONE,
            new Seqno(0),
            0,
            new Seqno(0),
            MerkleTree.EMPTY,
            Version.EMPTY,
            0,
            0);

    public Digest root() {
        return tree.root();
    }

    public TxId txId() {
        return new TxId(view, seqno);
    }

    public boolean isEmpty() {
        return seqno.value() == 0;
    }

    LedgerState with(Version other) {
        return new LedgerState(
                networkId, viewBase, view, epoch, epochFirst, epochOpened, seqno, tree, other, ledgerTime, chunkBytes);
    }
}
