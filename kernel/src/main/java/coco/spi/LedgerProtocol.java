package coco.spi;

import coco.crypto.Bytes;
import coco.crypto.MalformedException;
import coco.ledger.Seqno;
import coco.ledger.TxId;
import coco.ledger.View;
import coco.store.Tx;
import coco.store.Version;
import coco.store.WriteSet;
import java.util.List;

/**
 * A ledger protocol: runs its own rules over the store (SPEC L1 to L5). This and {@link Ledger} are all that an adapter sees.
 *
 * <p>{@link #begin}, {@link Run#execute} and {@link Run#end} are called on one thread, on the leader only, in the final order of the
 * transactions, against the head; the ledger carries the write sets, so they may draw randomness. What they did may be
 * forgotten (the leader lost office before the batch was committed): they keep no state outside the {@link Tx}, but
 * for caches that hold for
 * any history, such as by content.
 */
public interface LedgerProtocol {
    /** Short, lower case: the name in routes, metrics and forwarded requests. */
    String name();

    /** Reads what {@link Request#encode} wrote. Any bytes may come. Called on many threads. */
    Request decode(Bytes body) throws MalformedException;

    /** Opens this protocol's part of a batch, before its first request there. */
    Run begin(Place place);

    /** One protocol's part of one batch; used by one thread, then dropped. */
    interface Run {
        /** Executes one request. The transaction holds only what this request wrote. */
        Outcome execute(Caller caller, Request request, Tx tx);

        /** Called after the last request of the batch; what it writes becomes one more entry, nothing written makes none. */
        void end(Tx tx);
    }

    /** Where a batch stands: the first sequence number it gets, and the ledger time, in milliseconds since 1970. */
    record Place(View view, Seqno first, long ledgerTimeMillis) {}

    /** Called on every node, in order, after each accepted transaction: indexes and other derived state. Must be quick. */
    default void accepted(TxId txId, WriteSet writes) {}

    /** Called once before the first {@link #accepted} with the state that the node starts from. */
    default void restored(Version version) {}

    /**
     * What this protocol puts into the genesis of a network.
     *
     * @param section its section of the genesis file, JSON in UTF-8
     */
    default WriteSet genesis(Bytes section) throws MalformedException {
        return WriteSet.EMPTY;
    }

    /** What this protocol serves over HTTP. */
    default List<Route> routes(Ledger ledger) {
        return List.of();
    }
}
