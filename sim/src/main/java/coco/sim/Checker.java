package coco.sim;

import coco.crypto.Bytes;
import coco.crypto.Digest;
import coco.crypto.MalformedException;
import coco.ledger.NodeId;
import coco.ledger.TxId;
import coco.replica.Batch;
import coco.replica.EpochId;
import coco.replica.LedgerState;
import coco.replica.Views;
import coco.spi.Answer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Judges a world at every step by the invariants of the replication protocol (I1 to I8). It knows what all nodes did, which no node does.
 */
final class Checker {
    /** A rule was broken; the world stops here. */
    static final class Violation extends RuntimeException {
        private static final long serialVersionUID = 1;

        Violation(String message) {
            super(message);
        }
    }

    private record Entry(long view, Digest bytes) {}

    private record Nonce(EpochId epoch, long view, long seqno) {}

    private record Office(NodeId node, long term) {}

    /** The one chain, as far as any node has accepted it. */
    private final TreeMap<Long, Entry> chain = new TreeMap<>();

    private final Map<Long, Digest> roots = new HashMap<>();
    private final Map<Nonce, Digest> sealed = new HashMap<>();
    private final Map<EpochId, Office> epochs = new HashMap<>();
    private final Set<TxId> refusedForEver = new HashSet<>();
    private final Set<Long> neverExecuted = new HashSet<>();
    private final Map<Long, TxId> committed = new HashMap<>();
    private final Map<Long, Answer> answers = new HashMap<>();

    /** A leader hands a batch to the log: I3. */
    void sealed(NodeId node, long term, Bytes bytes) {
        try {
            var batch = Batch.decode(bytes);
            var office = new Office(node, term);
            var before = epochs.putIfAbsent(batch.epoch(), office);
            if (before != null && !before.node().equals(node)) {
                throw new Violation("I3: two leaders share epoch " + batch.epoch());
            }
            var seqno = batch.first().value();
            for (var entry : batch.entries()) {
                var nonce = new Nonce(batch.epoch(), batch.view().value(), seqno++);
                var digest = Digest.sha256(entry);
                var same = sealed.putIfAbsent(nonce, digest);
                if (same != null && !same.equals(digest)) throw new Violation("I3: sealed twice: " + nonce);
            }
        } catch (MalformedException e) {
            throw new Violation("a leader made a batch that does not decode: " + e.getMessage());
        }
    }

    /** A node has accepted a batch: I1, I2, I5, I6. */
    void accepted(NodeId node, LedgerState before, LedgerState after, long first, List<Bytes> entries) {
        if (first != before.seqno().value() + 1) throw new Violation("I2: a gap after " + before.seqno());
        if (after.view().value() < before.view().value()) throw new Violation("I6: views fall");
        if (after.ledgerTime() <= before.ledgerTime()) throw new Violation("ledger time does not grow");
        var seqno = first;
        for (var bytes : entries) {
            var entry = new Entry(after.view().value(), Digest.sha256(bytes));
            var same = chain.putIfAbsent(seqno, entry);
            if (same != null && !same.equals(entry)) {
                throw new Violation("I1: " + node.brief() + " accepted another entry " + seqno);
            }
            var txId = TxId.of(entry.view(), seqno);
            if (refusedForEver.contains(txId))
                throw new Violation("I5: " + txId + " was reported invalid, then accepted");
            seqno++;
        }
        root(after);
    }

    /** A node took over a snapshot. */
    void installed(LedgerState state) {
        if (state.seqno().value() > 0 && !chain.containsKey(state.seqno().value())) {
            throw new Violation("I2: a snapshot of entries that nobody accepted");
        }
        root(state);
    }

    private void root(LedgerState state) {
        var same = roots.putIfAbsent(state.seqno().value(), state.root());
        if (same != null && !same.equals(state.root())) throw new Violation("I2: two roots at " + state.seqno());
    }

    /** After every event: I7. */
    void heads(LedgerState accepted, LedgerState head) {
        if (head.seqno().value() < accepted.seqno().value()) throw new Violation("I7: the head is behind");
    }

    /** A client is told: I4, I5. */
    void answered(NodeId node, LedgerState accepted, long ticket, long attempt, Answer answer) {
        if (answers.putIfAbsent(ticket, answer) != null) throw new Violation("ticket " + ticket + " is answered twice");
        switch (answer) {
            case Answer.Committed(var txId, var _) -> {
                if (Views.status(accepted, txId) != Views.Status.COMMITTED) {
                    throw new Violation("I4: " + node.brief() + " answered " + txId + " before it accepted it");
                }
                committed.put(ticket, txId);
            }
            case Answer.Invalid(var txId) -> {
                var entry = chain.get(txId.seqno().value());
                if (entry != null && entry.view() == txId.view().value()) {
                    throw new Violation("I5: " + txId + " was accepted, then reported invalid");
                }
                refusedForEver.add(txId);
                neverExecuted.add(attempt);
            }
            case Answer.NotExecuted other -> neverExecuted.add(attempt);
            case Answer.Refused other -> neverExecuted.add(attempt);
            case Answer.Unknown other -> {}
        }
    }

    /** At the end, when the world has healed: nothing answered is lost, nothing refused is there, nothing ran twice. */
    void atRest(NodeId node, LedgerState state) {
        var last = chain.isEmpty() ? 0 : chain.lastKey();
        if (state.seqno().value() != last) {
            throw new Violation(
                    node.brief() + " is at " + state.seqno() + " of " + last + " though the world has healed");
        }
        for (var txId : committed.values()) {
            if (Views.status(state, txId) != Views.Status.COMMITTED)
                throw new Violation("I4: " + txId + " was committed and is lost");
        }
        for (var row : state.store().range(SimProtocol.EXECUTED, null, null).rows()) {
            if (row.value().bytes().size() > 1) throw new Violation("attempt " + row.key() + " was executed twice");
        }
        for (var attempt : neverExecuted) {
            if (state.store().get(SimProtocol.EXECUTED, Bytes.ofLong(attempt)) != null) {
                throw new Violation("I5: attempt " + attempt + " was reported as not executed, and is there");
            }
        }
    }

    boolean isAnswered(long ticket) {
        return answers.containsKey(ticket);
    }

    long length() {
        return chain.isEmpty() ? 0 : chain.lastKey();
    }

    int committedAnswers() {
        return committed.size();
    }

    List<Answer> answers() {
        return new ArrayList<>(answers.values());
    }
}
