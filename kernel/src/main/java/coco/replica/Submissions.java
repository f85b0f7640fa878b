package coco.replica;

import coco.crypto.Bytes;
import coco.crypto.Digest;
import coco.crypto.MalformedException;
import coco.ledger.TxId;
import coco.spi.Caller;
import coco.store.Row;
import coco.store.Table;
import coco.store.Tx;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/**
 * Which submission ids were executed, as which transaction and with which reply (rule 15): in a private table, for a window of sequence
 * numbers. The record is a part of the same write set as what the submission did.
 */
final class Submissions {
    /** By caller and submission id, hashed: transaction id, a space, the reply. */
    static final Table TABLE = new Table("coco.internal.submissions");
    /** By sequence number: the key in {@link #TABLE}, to find what has left the window. */
    static final Table BY_SEQNO = new Table("coco.internal.submissions_by_seqno");

    private static final int FORGOTTEN_AT_ONCE = 2;

    record Earlier(TxId txId, Bytes reply) {}

    private final long window;

    Submissions(long window) {
        this.window = window;
    }

    static Bytes key(Caller caller, Bytes submissionId) {
        var who = caller.bytes().unsafeArray();
        return Digest.sha256(Bytes.ofLong(who.length).unsafeArray(), who, submissionId.unsafeArray())
                .toBytes();
    }

    static @Nullable Earlier find(Tx tx, Bytes key) {
        var value = tx.get(TABLE, key);
        if (value == null) return null;
        var bytes = value.unsafeArray();
        var space = 0;
        while (bytes[space] != ' ') space++;
        try {
            return new Earlier(TxId.parse(value.slice(0, space).toUtf8()), value.slice(space + 1, bytes.length));
        } catch (MalformedException e) {
            throw new IllegalStateException("broken invariant: the table of submissions is well formed", e);
        }
    }

    void record(Tx tx, Bytes key, TxId txId, Bytes reply) {
        tx.put(TABLE, key, Bytes.ofUtf8(txId + " ").concat(reply));
        tx.put(BY_SEQNO, Bytes.ofLong(txId.seqno().value()), key);
        var oldest =
                tx.range(BY_SEQNO, null, Bytes.ofLong(Math.max(0, txId.seqno().value() - window)));
        var left = new ArrayList<Row>();
        while (left.size() < FORGOTTEN_AT_ONCE && oldest.next()) left.add(oldest.row());
        for (var row : left) {
            tx.remove(BY_SEQNO, row.key());
            tx.remove(TABLE, row.value().bytes());
        }
    }
}
