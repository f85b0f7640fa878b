package coco.node;

import coco.crypto.Bytes;
import coco.crypto.MalformedException;
import coco.ledger.Seqno;
import coco.ledger.TxId;
import coco.node.metrics.Meters;
import coco.replica.Event;
import coco.replica.LedgerState;
import coco.replica.Views;
import coco.spi.Answer;
import coco.spi.Caller;
import coco.spi.Ledger;
import coco.spi.Rejection;
import coco.spi.Request;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The ledger as protocols see it: submits to the replica here or, over the peer channel, to the leader; reads accepted versions. */
final class NodeLedger implements Ledger {
    /** Sends a submission to the leader. */
    @FunctionalInterface
    interface Forwarder {
        CompletableFuture<Answer> forward(
                Caller caller, String protocol, Request request, @Nullable Bytes submissionId, Duration deadline)
                throws InterruptedException;
    }

    private record Waiting(CompletableFuture<Answer> answer, long since) {}

    private static final int IN_FLIGHT_MAX = 50_000;
    private static final Rejection BUSY =
            new Rejection(503, "TooManyPendingTransactions", "too many transactions wait; try again");

    private final ReplicaLoop loop;
    private final Receipts receipts;
    private final Headroom headroom;
    private final Meters meters;
    private final ConcurrentHashMap<Long, Waiting> waiting = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<Long, TxId> placed = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<Long, CompletableFuture<String>> reads = new ConcurrentHashMap<>();
    private final AtomicLong tickets = new AtomicLong();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition moved = lock.newCondition();
    private volatile boolean closed;
    private volatile Forwarder forwarder =
            (caller, protocol, request, submissionId, deadline) -> now(new Answer.NotExecuted("no leader is known"));

    NodeLedger(ReplicaLoop loop, Receipts receipts, Headroom headroom, Meters meters) {
        this.loop = loop;
        this.receipts = receipts;
        this.headroom = headroom;
        this.meters = meters;
        meters.queue("submissions", waiting::size);
    }

    void forwardBy(Forwarder by) {
        forwarder = by;
    }

    @Override
    public CompletableFuture<Answer> submit(
            Caller caller, String protocol, Request request, @Nullable Bytes submissionId, Duration deadline)
            throws InterruptedException {
        if (loop.leads()) return submitHere(caller, protocol, request, submissionId, deadline);
        // Whoever has no room for it himself does not have others write it to his disk.
        var shortage = headroom.refusal();
        return shortage != null
                ? now(new Answer.Refused(shortage))
                : forwarder.forward(caller, protocol, request, submissionId, deadline);
    }

    /** Submits to the replica of this node, wherever the leader is. Never waits. */
    CompletableFuture<Answer> submitHere(
            Caller caller, String protocol, Request request, @Nullable Bytes submissionId, Duration deadline) {
        var shortage = headroom.refusal();
        if (shortage != null) return now(new Answer.Refused(shortage));
        if (waiting.size() >= IN_FLIGHT_MAX) return now(new Answer.Refused(BUSY));
        var ticket = tickets.incrementAndGet();
        var answer = new CompletableFuture<Answer>();
        waiting.put(ticket, new Waiting(answer, System.nanoTime()));
        // Looked at after it can be found: either this sees that the node stops, or close() sees this.
        if (closed) return now(forget(ticket, new Answer.NotExecuted("the node stops")));
        loop.feed(new Event.Submitted(ticket, caller, protocol, request, submissionId));
        return answer.orTimeout(deadline.toMillis(), TimeUnit.MILLISECONDS)
                .handle((given, late) -> given != null ? forget(ticket, given) : unknown(ticket));
    }

    private static CompletableFuture<Answer> now(Answer answer) {
        return CompletableFuture.completedFuture(answer);
    }

    private Answer forget(long ticket, Answer given) {
        waiting.remove(ticket);
        placed.remove(ticket);
        return given;
    }

    private Answer unknown(long ticket) {
        waiting.remove(ticket);
        var txId = placed.remove(ticket);
        return new Answer.Unknown(txId == null ? "" : txId.toString());
    }

    /** How many submissions have no answer so far. */
    int waiting() {
        return waiting.size();
    }

    void placed(long ticket, TxId txId) {
        if (waiting.containsKey(ticket)) placed.put(ticket, txId);
    }

    void answered(long ticket, Answer answer) {
        var waiter = waiting.get(ticket);
        if (waiter == null) return;
        if (answer instanceof Answer.Committed) meters.commitLatency(System.nanoTime() - waiter.since());
        waiter.answer().complete(answer);
    }

    /** The node stops: nobody will answer any more. What comes now is not executed. */
    void close(String reason) {
        closed = true;
        waiting.forEach((ticket, waiter) -> {
            var txId = placed.get(ticket);
            waiter.answer().complete(txId == null ? new Answer.Unknown("") : new Answer.Unknown(txId.toString()));
        });
        reads.values().forEach(read -> read.complete(reason));
    }

    void moved() {
        lock.lock();
        try {
            moved.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until the ledger has begun here. */
    LedgerState awaitOpen() throws InterruptedException {
        lock.lock();
        try {
            while (loop.accepted().isEmpty()) moved.await();
            return loop.accepted();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until something after {@code seen} is accepted here, or {@code limit} has passed. */
    void awaitBeyond(Seqno seen, Duration limit) throws InterruptedException {
        var left = limit.toNanos();
        lock.lock();
        try {
            while (loop.accepted().seqno().compareTo(seen) <= 0 && left > 0) left = moved.awaitNanos(left);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Committed committed() {
        return of(loop.accepted());
    }

    private static Committed of(LedgerState state) {
        return new Committed(state.store(), state.txId(), state.ledgerTime());
    }

    @Override
    public Committed fresh(Duration deadline) throws InterruptedException, UnavailableException {
        var id = tickets.incrementAndGet();
        var reached = new CompletableFuture<String>();
        reads.put(id, reached);
        loop.feed(new Event.ReadAsked(id));
        try {
            var problem = reached.get(deadline.toMillis(), TimeUnit.MILLISECONDS);
            if (!problem.isEmpty()) throw new UnavailableException(problem);
            return committed();
        } catch (TimeoutException e) {
            throw new UnavailableException("no read point in time");
        } catch (ExecutionException e) {
            throw new IllegalStateException("a read point is a value", e);
        } finally {
            reads.remove(id);
        }
    }

    void readPoint(long id) {
        var read = reads.get(id);
        if (read != null) read.complete("");
    }

    void readFailed(long id, String reason) {
        var read = reads.get(id);
        if (read != null) read.complete(reason);
    }

    @Override
    public Committed after(TxId txId, Duration deadline) throws InterruptedException, UnavailableException {
        var left = deadline.toNanos();
        lock.lock();
        try {
            while (true) {
                var state = loop.accepted();
                switch (Views.status(state, txId)) {
                    case COMMITTED -> {
                        return of(state);
                    }
                    case INVALID -> throw new UnavailableException("transaction " + txId + " is not in the ledger");
                    case OPEN -> {
                        if (left <= 0)
                            throw new UnavailableException("transaction " + txId + " is not committed in time");
                        left = moved.awaitNanos(left);
                    }
                }
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public TxId txId(Seqno seqno) throws UnavailableException {
        var state = loop.accepted();
        if (seqno.value() < 1 || seqno.compareTo(state.seqno()) > 0)
            throw new UnavailableException("no transaction " + seqno + " is committed here");
        return new TxId(Views.viewOf(state, seqno), seqno);
    }

    @Override
    public Bytes receipt(TxId txId) throws InterruptedException, UnavailableException {
        var state = loop.accepted();
        if (Views.status(state, txId) != Views.Status.COMMITTED)
            throw new UnavailableException("transaction " + txId + " is not committed here");
        try {
            return receipts.json(state, txId);
        } catch (IOException | MalformedException e) {
            throw new UnavailableException("the receipt of " + txId + ": " + e.getMessage());
        }
    }
}
