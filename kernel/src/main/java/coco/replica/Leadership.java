package coco.replica;

import coco.crypto.Bytes;
import coco.ledger.View;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One term in office: the head, the batches between head and accepted state, and the submissions that wait. It is dropped whole when
 * the office is lost (rule 13). Owner: the replica.
 *
 * <p>Invariant: the head is the accepted state with the outbox applied (I7).
 */
final class Leadership {
    private final long term;
    private final View view;
    private final Limits limits;
    private final ArrayDeque<Outgoing> outbox = new ArrayDeque<>();
    private final ArrayDeque<Event.Submitted> queue = new ArrayDeque<>();
    private LedgerState head;
    private @Nullable String closedBecause;

    Leadership(long term, View view, LedgerState accepted, Limits limits) {
        this.term = term;
        this.view = view;
        this.head = accepted;
        this.limits = limits;
    }

    long term() {
        return term;
    }

    View view() {
        return view;
    }

    LedgerState head() {
        return head;
    }

    /** False where too many wait already. */
    boolean enqueue(Event.Submitted submitted) {
        if (queue.size() >= limits.queuedSubmissions()) return false;
        queue.add(submitted);
        return true;
    }

    ArrayDeque<Event.Submitted> queue() {
        return queue;
    }

    boolean isClosed() {
        return closedBecause != null;
    }

    String closedBecause() {
        return Check.present(closedBecause, "the view is closed");
    }

    /** Nothing more is executed in this view, for good. What is in the log already may still be accepted. */
    void close(String reason) {
        closedBecause = reason;
    }

    /** Whether another batch may be made now: the log has room, and nothing waits to be offered again. */
    boolean hasRoom() {
        return closedBecause == null
                && outbox.size() < limits.outboxBatches()
                && outbox.stream().noneMatch(Outgoing::isRefused);
    }

    Effect send(Outgoing outgoing) {
        Check.that(outgoing.first().value() == head.seqno().value() + 1, "a batch follows the head");
        outbox.add(outgoing);
        head = outgoing.after;
        return outgoing.offer(term);
    }

    void refused(long first, int attempt) {
        for (var outgoing : outbox) if (outgoing.first().value() == first) outgoing.refused(attempt);
    }

    /**
     * The refused batches to offer again, in order, the same bytes (rule 8). While a later batch may still be on its way, nothing: it
     * will be refused too, or it shows that the earlier one is in the log.
     */
    List<Effect> repeat() {
        var repeated = new ArrayList<Effect>();
        var refused = false;
        for (var outgoing : outbox) {
            if (refused && !outgoing.isRefused()) return List.of();
            refused |= outgoing.isRefused();
        }
        for (var outgoing : outbox) if (outgoing.isRefused()) repeated.add(outgoing.offer(term));
        return repeated;
    }

    boolean isWornOut() {
        return outbox.stream()
                .anyMatch(outgoing -> outgoing.isRefused() && outgoing.attempts() >= limits.appendAttempts());
    }

    /** The oldest batch not accepted yet, if it is the one with these bytes. */
    boolean isNext(Bytes bytes) {
        var next = outbox.peek();
        return next != null && next.bytes.equals(bytes);
    }

    Outgoing takeNext() {
        return outbox.remove();
    }

    boolean isIdle() {
        return outbox.isEmpty();
    }

    List<Outgoing> outbox() {
        return List.copyOf(outbox);
    }
}
