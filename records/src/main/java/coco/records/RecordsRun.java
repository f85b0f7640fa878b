package coco.records;

import coco.crypto.Bytes;
import coco.spi.Caller;
import coco.spi.LedgerProtocol;
import coco.spi.Outcome;
import coco.spi.Rejection;
import coco.spi.Request;
import coco.store.Tx;

/** Executes requests at the head. It keeps nothing between them: all state is in the transaction. */
final class RecordsRun implements LedgerProtocol.Run {
    /** The reply to a put that made the record, to one that replaced it, and to a delete. */
    static final Bytes CREATED = Bytes.ofUtf8("created");

    static final Bytes REPLACED = Bytes.ofUtf8("replaced");
    static final Bytes DELETED = Bytes.ofUtf8("deleted");

    @Override
    public Outcome execute(Caller caller, Request request, Tx tx) {
        if (!(request instanceof RecordsRequest records))
            throw new IllegalStateException("broken invariant: the request is of another protocol");
        var key = RecordsRequest.keyBytes(records.key());
        var known = tx.has(Records.TABLE, key);
        return switch (records) {
            case RecordsRequest.Put put -> {
                tx.put(Records.TABLE, key, put.value());
                yield new Outcome.Done(known ? REPLACED : CREATED, records.claims());
            }
            case RecordsRequest.Delete _ -> {
                if (!known) yield new Outcome.Refused(NOT_FOUND);
                tx.remove(Records.TABLE, key);
                yield new Outcome.Done(DELETED, records.claims());
            }
        };
    }

    static final Rejection NOT_FOUND = new Rejection(404, "KeyNotFound", "There is no record of this name.");

    @Override
    public void end(Tx tx) {}
}
