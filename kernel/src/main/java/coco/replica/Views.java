package coco.replica;

import coco.crypto.Bytes;
import coco.ledger.Seqno;
import coco.ledger.TxId;
import coco.ledger.View;
import coco.store.Table;
import coco.store.Version;
import java.util.Comparator;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The history of views: for each, in a public table, the sequence number of its opening entry. Tells what became of
 * any transaction id.
 */
public final class Views {
    static final Table TABLE = new Table("public:coco.internal.views");

    private Views() {}

    /** What is known of a transaction id. */
    public enum Status {
        /** Accepted: final. */
        COMMITTED,
        /** Will never be accepted: final. */
        INVALID,
        /** Neither, so far. */
        OPEN
    }

    /** Rule 14: committed when it is in the chain, invalid once the chain has gone on without it. */
    public static Status status(LedgerState accepted, TxId txId) {
        if (txId.seqno().value() <= accepted.seqno().value()) {
            if (txId.seqno().value() < 1) return Status.INVALID;
            return viewOf(accepted, txId.seqno()).equals(txId.view()) ? Status.COMMITTED : Status.INVALID;
        }
        return txId.view().value() < accepted.view().value() ? Status.INVALID : Status.OPEN;
    }

    /** The view in which the accepted entry {@code seqno} was made. */
    public static View viewOf(LedgerState accepted, Seqno seqno) {
        if (openedAt(accepted.store(), accepted.view()) <= seqno.value()) return accepted.view();
        var views = accepted.store().rangeDescending(TABLE, null, null);
        while (views.next()) {
            if (seqno(views.value().bytes()) <= seqno.value()) return new View(number(views.key()));
        }
        throw new IllegalStateException("broken invariant: every accepted entry belongs to a view");
    }

    /** All views and the sequence numbers of their first entries, oldest first. */
    public static SortedMap<View, Seqno> history(Version store) {
        var history = new TreeMap<View, Seqno>(Comparator.comparingLong(View::value));
        var views = store.range(TABLE, null, null);
        while (views.next())
            history.put(
                    new View(number(views.key())), new Seqno(seqno(views.value().bytes())));
        return history;
    }

    private static long openedAt(Version store, View view) {
        var first = store.get(TABLE, key(view));
        return first == null ? Long.MAX_VALUE : seqno(first.bytes());
    }

    static Bytes key(View view) {
        return Bytes.ofLong(view.value());
    }

    /** JSON: a number. */
    static Bytes value(Seqno first) {
        return Bytes.ofUtf8(Long.toString(first.value()));
    }

    private static long seqno(Bytes value) {
        return Long.parseLong(value.toUtf8());
    }

    private static long number(Bytes key) {
        var value = 0L;
        for (var i = 0; i < key.size(); i++) value = value << 8 | (key.at(i) & 0xff);
        return value;
    }
}
