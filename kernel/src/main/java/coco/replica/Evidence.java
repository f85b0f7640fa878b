package coco.replica;

import coco.crypto.Bytes;
import coco.crypto.SecretBytes;
import coco.ledger.CommitEvidence;
import coco.ledger.TxId;
import coco.store.Table;
import coco.store.Version;

/**
 * The evidence subkeys of all epochs, in a private table by the sequence number that opened the epoch: receipts never
 * need an old epoch key.
 */
public final class Evidence {
    static final Table TABLE = new Table("coco.internal.evidence");

    private Evidence() {}

    /** The commit evidence of an accepted entry; only for whom the entry is committed. */
    public static String of(Version store, TxId txId) {
        var epochs =
                store.rangeDescending(TABLE, null, Bytes.ofLong(txId.seqno().value() + 1));
        if (!epochs.next()) throw new IllegalStateException("broken invariant: every accepted entry is in an epoch");
        try (var subkey = SecretBytes.wrap(epochs.value().bytes().toArray());
                var evidence = CommitEvidence.ofSubkey(subkey)) {
            return evidence.text(txId);
        }
    }
}
