package coco.sim;

import coco.crypto.Bytes;
import coco.crypto.Digest;
import coco.crypto.MalformedException;
import coco.governance.Membership;
import coco.ledger.EntryCodec;
import coco.ledger.NodeId;
import coco.ledger.TxId;
import coco.replica.Batch;
import coco.replica.EpochId;
import coco.replica.LedgerState;
import coco.replica.Replica;
import coco.replica.Views;
import coco.spi.Answer;
import coco.spi.OrderedLog;
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

    private static final String EPOCH_RECORD = "public:coco.gov.epoch";

    private record Entry(long view, Digest bytes) {}

    private record Nonce(EpochId epoch, long view, long seqno) {}

    private record Office(NodeId node, long term) {}

    /** A batch that begins at {@code first} and retires {@code node}. */
    private record Retirement(NodeId node, long first) {}

    /** The one chain, as far as any node has accepted it. */
    private final TreeMap<Long, Entry> chain = new TreeMap<>();

    private final Map<Long, Digest> roots = new HashMap<>();
    private final Map<Nonce, Digest> sealed = new HashMap<>();
    private final Map<EpochId, Office> epochs = new HashMap<>();
    private final Map<Bytes, EpochId> epochKeys = new HashMap<>();
    private final Map<NodeId, Outbox> outboxes = new HashMap<>();
    private final Set<Retirement> retirements = new HashSet<>();
    private final Set<TxId> refusedForEver = new HashSet<>();
    private final Set<Long> neverExecuted = new HashSet<>();
    private final Map<Long, TxId> committed = new HashMap<>();
    private final Map<Bytes, TxId> submissions = new HashMap<>();
    private final Map<NodeId, Integer> officesLost = new HashMap<>();
    private final Map<Long, Integer> placedIn = new HashMap<>();
    private final Tickets tickets = new Tickets();

    // ---- what leaders do

    /** A leader opens its view on top of what it has accepted. */
    void leads(NodeId node, LedgerState accepted) {
        outboxes.put(node, new Outbox(accepted));
    }

    void lostOffice(NodeId node) {
        if (outboxes.remove(node) != null) officesLost.merge(node, 1, Integer::sum);
    }

    /** Whether the node has lost office since it placed what the ticket asks for. */
    boolean lostOfficeSince(NodeId node, long ticket) {
        var then = placedIn.get(ticket);
        return then != null && !then.equals(officesLost.getOrDefault(node, 0));
    }

    /** A leader hands a batch to the log: I3. */
    void offered(NodeId node, OrderedLog.Proposal proposal) {
        try {
            var batch = Batch.decode(proposal.bytes());
            if (proposal.attempt() == 1) outbox(node).add(batch);
            var office = new Office(node, proposal.term());
            var before = epochs.putIfAbsent(batch.epoch(), office);
            if (before != null && !before.equals(office)) {
                throw new Violation("I3: two leaders share epoch " + batch.epoch());
            }
            var opening = EntryCodec.decode(batch.entries().getFirst());
            checkEpochKey(batch, opening);
            noteRetirements(batch, opening);
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

    private Outbox outbox(NodeId node) {
        var outbox = outboxes.get(node);
        if (outbox == null) throw new Violation("a node that does not lead offers a batch: " + node.brief());
        return outbox;
    }

    /** I3: no two epochs have the same key, whoever made them. */
    private void checkEpochKey(Batch batch, coco.ledger.Entry opening) {
        var record = opening.onlyRow(EPOCH_RECORD);
        if (record.isEmpty()) return;
        var text = record.get().toUtf8();
        var commitment = Bytes.ofUtf8(text.substring(text.indexOf("\"commitment\"")));
        var same = epochKeys.putIfAbsent(commitment, batch.epoch());
        if (same != null && !same.equals(batch.epoch())) {
            throw new Violation("I3: epochs " + same + " and " + batch.epoch() + " have the same key");
        }
    }

    /** A retirement opens an epoch, so it is the first entry of its batch. */
    private void noteRetirements(Batch batch, coco.ledger.Entry opening) throws MalformedException {
        var nodes = opening.map(Membership.NODES.name());
        if (nodes.isEmpty()) return;
        for (var row : nodes.get().writes().entrySet()) {
            if (!row.getValue().toUtf8().contains("\"Retired\"")) continue;
            var node = NodeId.parse(row.getKey().toUtf8());
            retirements.add(new Retirement(node, batch.first().value()));
        }
    }

    /** Whether a batch that comes right after what the node has accepted retires it: the node may be the first to see that. */
    boolean isRetiredNext(NodeId node, LedgerState accepted) {
        return retirements.contains(new Retirement(node, accepted.seqno().value() + 1));
    }

    /** After every event: I7. */
    void heads(NodeId node, Replica replica) {
        var outbox = outboxes.get(node);
        if (outbox == null) {
            if (!replica.head().equals(replica.accepted())) throw new Violation("I7: a head without an office");
        } else if (replica.leads()) {
            outbox.check(replica.accepted(), replica.head());
        }
    }

    // ---- what nodes accept

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

    /** A node takes over a snapshot. */
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

    /** An entry in a ledger file is the one that was accepted: I8. */
    void recorded(String node, long seqno, Bytes bytes) {
        var entry = chain.get(seqno);
        if (entry == null || !entry.bytes().equals(Digest.sha256(bytes))) {
            throw new Violation("I8: the ledger file of " + node + " holds another entry " + seqno);
        }
    }

    // ---- what clients are told

    void asked(long ticket) {
        tickets.asked(ticket);
    }

    /** The node that a client waits for has ended without an answer. */
    void lost(long ticket) {
        tickets.lost(ticket);
    }

    void placed(NodeId node, long ticket, TxId txId) {
        placedIn.put(ticket, officesLost.getOrDefault(node, 0));
        tickets.placed(ticket, txId);
    }

    /** A client is told: I4, I5. */
    void answered(String node, LedgerState accepted, long ticket, long attempt, Answer answer) {
        tickets.answered(ticket, answer);
        switch (answer) {
            case Answer.Committed(var txId, var _) -> {
                if (Views.status(accepted, txId) != Views.Status.COMMITTED) {
                    throw new Violation("I4: " + node + " answered " + txId + " before it accepted it");
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
            case Answer.Unknown other -> throw new Violation("a replica knows what it knows: ticket " + ticket);
        }
    }

    /** One submission id, one transaction; true where it was known before. */
    boolean sameSubmission(Bytes id, TxId txId) {
        var same = submissions.putIfAbsent(id, txId);
        if (same != null && !same.equals(txId))
            throw new Violation("submission " + id + " ran as " + same + " and " + txId);
        return same != null;
    }

    // ---- the end

    /** When the world has healed: nothing answered is lost, nothing refused is there, nothing ran twice. */
    void atRest(String node, LedgerState state) {
        if (state.seqno().value() != length()) {
            throw new Violation(node + " is at " + state.seqno() + " of " + length() + " though the world has healed");
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
        tickets.allSettled();
    }

    long length() {
        return chain.isEmpty() ? 0 : chain.lastKey();
    }
}
