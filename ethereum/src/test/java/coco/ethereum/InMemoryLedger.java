package coco.ethereum;

import coco.crypto.Bytes;
import coco.crypto.Digest;
import coco.crypto.MalformedException;
import coco.ledger.Seqno;
import coco.ledger.TxId;
import coco.ledger.View;
import coco.spi.Answer;
import coco.spi.Caller;
import coco.spi.Ledger;
import coco.spi.LedgerProtocol;
import coco.spi.Outcome;
import coco.spi.Request;
import coco.store.Tx;
import coco.store.Version;
import coco.store.WriteSet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * One node's ledger without a network: requests are executed by the protocol under test in batches against a version, in the order
 * in which they come, and are committed with their batch. One thread executes; it ends with {@link #close}.
 */
public final class InMemoryLedger implements Ledger, AutoCloseable {
    static final int WRITE_BYTES_MAX = 1 << 20;
    static final int BATCH_MAX = 100;

    private final LedgerProtocol protocol;
    private final BlockingQueue<Submission> queue = new LinkedBlockingQueue<>();
    private final Map<Bytes, Answer> answers = new HashMap<>();
    private final Thread executor;

    /** Ledger time: the test moves it. */
    final AtomicLong clockMillis = new AtomicLong(1_763_000_000_000L);

    /** All committed write sets in order, for a test that replays them. */
    final List<WriteSet> log = new ArrayList<>();

    /** Answers to give instead of executing, one a submission. */
    final BlockingQueue<Answer> faults = new LinkedBlockingQueue<>();

    /** Signs receipts; null where none can be had. */
    volatile @Nullable Notary notary = Notary.of("ours");

    /** What the entries commit to, by their seqno. */
    private final Map<Long, Digest> claims = new ConcurrentHashMap<>();

    private volatile Committed committed;
    private volatile boolean closed;
    private volatile int batchMax = BATCH_MAX;

    private record Submission(
            Caller caller, Request request, @Nullable Bytes id, CompletableFuture<Answer> answer) {}

    private record Executed(Submission submission, Outcome outcome, long seqno) {}

    /** Starts from a genesis entry. */
    InMemoryLedger(LedgerProtocol protocol, WriteSet genesis) {
        this(protocol, Version.EMPTY.with(1, genesis), 1);
        log.add(genesis);
    }

    /** Starts from a state, as a node does that comes back. */
    InMemoryLedger(LedgerProtocol protocol, Version version, long seqno) {
        this.protocol = protocol;
        this.committed = new Committed(version, TxId.of(2, seqno), clockMillis.get());
        protocol.restored(version);
        this.executor = Thread.ofPlatform().daemon().name("in-memory-ledger").start(this::run);
    }

    void batchMax(int transactions) {
        batchMax = transactions;
    }

    @Override
    public CompletableFuture<Answer> submit(
            Caller caller, String name, Request request, @Nullable Bytes submissionId, Duration deadline) {
        var fault = faults.poll();
        if (fault != null) return CompletableFuture.completedFuture(fault);
        var submission = new Submission(caller, request, submissionId, new CompletableFuture<>());
        queue.add(submission);
        return submission.answer.completeOnTimeout(
                new Answer.Unknown("not yet"), deadline.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Submits all in this order and waits for the answers. */
    List<Answer> submitAll(List<? extends Request> requests) throws InterruptedException {
        var waiting = new ArrayList<Submission>();
        for (var request : requests)
            waiting.add(new Submission(new Caller.Anonymous(), request, null, new CompletableFuture<>()));
        queue.addAll(waiting);
        var got = new ArrayList<Answer>();
        for (var submission : waiting) got.add(submission.answer.join());
        return got;
    }

    @Override
    public Committed committed() {
        return committed;
    }

    @Override
    public Committed fresh(Duration deadline) {
        return committed;
    }

    @Override
    public Committed after(TxId txId, Duration deadline) throws UnavailableException {
        if (committed.txId().seqno().compareTo(txId.seqno()) < 0) throw new UnavailableException("not committed");
        return committed;
    }

    @Override
    public TxId txId(Seqno seqno) throws UnavailableException {
        if (seqno.compareTo(committed.txId().seqno()) > 0) throw new UnavailableException("not committed");
        return new TxId(new View(2), seqno);
    }

    @Override
    public Bytes receipt(TxId txId) throws UnavailableException {
        var signs = notary;
        var claim = claims.get(txId.seqno().value());
        if (signs == null || claim == null) throw new UnavailableException("the receipt cannot be read now");
        return signs.receipt(txId, claim).toJson();
    }

    private void run() {
        var batch = new ArrayList<Submission>();
        try {
            while (!closed) {
                var first = queue.poll(50, TimeUnit.MILLISECONDS);
                if (first == null) continue;
                batch.add(first);
                queue.drainTo(batch, batchMax - 1);
                execute(batch);
                batch.clear();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            batch.forEach(submission -> submission.answer.completeExceptionally(e));
            throw e;
        }
    }

    private void execute(List<Submission> batch) {
        var time = Math.max(clockMillis.get(), committed.ledgerTimeMillis() + 1);
        var before = committed.txId().seqno().value();
        var place = new LedgerProtocol.Place(new View(2), new Seqno(before + 1), time);
        var run = protocol.begin(place);
        var editor = committed.version().edit();
        var entries = new ArrayList<WriteSet>();
        var executed = new ArrayList<Executed>();
        for (var submission : batch) {
            if (submission.id != null && answers.containsKey(submission.id)) continue;
            var tx = new Tx(editor.now(), WRITE_BYTES_MAX);
            var outcome = run.execute(submission.caller, decoded(submission.request), tx);
            var seqno = before + entries.size() + 1;
            if (outcome instanceof Outcome.Done done) {
                claims.put(seqno, done.claims());
                entries.add(tx.writes());
                editor.apply(seqno, entries.getLast());
            }
            executed.add(new Executed(submission, outcome, seqno));
        }
        var tx = new Tx(editor.now(), WRITE_BYTES_MAX);
        run.end(tx);
        if (!tx.writes().isEmpty()) {
            entries.add(tx.writes());
            editor.apply(before + entries.size(), entries.getLast());
        }
        commit(editor.now(), before, entries, time);
        for (var one : executed) answer(one);
        for (var submission : batch)
            if (submission.id != null && !submission.answer.isDone())
                submission.answer.complete(answers.get(submission.id));
    }

    /** As on a leader that got the request from another node. */
    private Request decoded(Request request) {
        if (!forwarding) return request;
        try {
            return protocol.decode(request.encode());
        } catch (MalformedException e) {
            throw new IllegalStateException(e);
        }
    }

    volatile boolean forwarding = true;

    private void commit(Version version, long before, List<WriteSet> entries, long time) {
        committed = new Committed(version, TxId.of(2, before + entries.size()), time);
        for (var i = 0; i < entries.size(); i++) {
            log.add(entries.get(i));
            protocol.accepted(TxId.of(2, before + i + 1), entries.get(i));
        }
    }

    private void answer(Executed one) {
        var answer =
                switch (one.outcome) {
                    case Outcome.Done done -> new Answer.Committed(TxId.of(2, one.seqno), done.reply());
                    case Outcome.Refused(var rejection) -> new Answer.Refused(rejection);
                };
        if (one.submission.id != null && answer instanceof Answer.Committed) answers.put(one.submission.id, answer);
        one.submission.answer.complete(answer);
    }

    @Override
    public void close() {
        closed = true;
        executor.interrupt();
    }
}
