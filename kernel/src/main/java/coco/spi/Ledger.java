package coco.spi;

import coco.crypto.Bytes;
import coco.ledger.Seqno;
import coco.ledger.TxId;
import coco.store.Version;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** What the node offers to a protocol's HTTP handlers. All methods may be called on any thread; those that wait want a virtual one. */
public interface Ledger {
    /**
     * Submits a request to the leader, wherever it is. Requests of one thread are executed in the order of its calls while one node leads
     * and can be reached; around an election some may be answered with {@link Answer.NotExecuted} and later ones executed.
     *
     * <p>The answer comes when the network has decided, or is {@link Answer.Unknown} when {@code deadline} has passed; it never fails. It
     * comes on a thread of the node's own: what is chained to it is quick, or goes on elsewhere.
     *
     * @param submissionId chosen by the caller so that asking again does not execute twice; null for none
     * @throws InterruptedException while it waits for room on the way to the leader; the request may be executed nevertheless
     */
    CompletableFuture<Answer> submit(
            Caller caller, String protocol, Request request, @Nullable Bytes submissionId, Duration deadline)
            throws InterruptedException;

    /** Submits a request and waits for the answer. */
    default Answer submitAndWait(
            Caller caller, String protocol, Request request, @Nullable Bytes submissionId, Duration deadline)
            throws InterruptedException {
        try {
            return submit(caller, protocol, request, submissionId, deadline).get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("an answer is a value", e);
        }
    }

    /** The newest state accepted here: one consistent committed version. */
    Committed committed();

    /** A state that holds everything committed anywhere before this call; fails where no leader can be reached. */
    Committed fresh(Duration deadline) throws InterruptedException, UnavailableException;

    /** A state that holds {@code txId}; fails where it is not committed in time, or never will be. */
    Committed after(TxId txId, Duration deadline) throws InterruptedException, UnavailableException;

    /**
     * The id of the transaction that is committed here under a sequence number, such as one that {@link
     * coco.store.Value#seqno} gives.
     *
     * @throws UnavailableException where nothing is committed under it here
     */
    TxId txId(Seqno seqno) throws UnavailableException;

    /**
     * The receipt of a transaction committed here, as CCF's JSON in UTF-8: proves it offline against the service's certificate.
     *
     * @throws UnavailableException where it is not committed here, or its entry cannot be read now
     */
    Bytes receipt(TxId txId) throws InterruptedException, UnavailableException;

    /** A consistent version, the last transaction in it, and its ledger time in milliseconds since 1970. */
    record Committed(Version version, TxId txId, long ledgerTimeMillis) {}

    /** The state asked for cannot be had now. */
    final class UnavailableException extends Exception {
        private static final long serialVersionUID = 1;

        public UnavailableException(String message) {
            super(message);
        }
    }
}
