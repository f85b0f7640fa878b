package coco.replica;

import coco.crypto.Bytes;
import coco.crypto.Digest;
import coco.crypto.MalformedException;
import coco.ledger.TxId;
import coco.ledger.View;
import coco.spi.Answer;
import coco.spi.LedgerProtocol;
import coco.spi.Outcome;
import coco.spi.Rejection;
import coco.store.Tx;
import coco.store.WriteSet;
import coco.store.WriteSetTooLarge;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes one batch on top of the head: executes submissions in order, gives them their places, and has them sealed and
 * signed (rule 6). Used
 * once, by a leader, then dropped.
 */
final class Assembler {
    /** Room for what the replica adds to a transaction: an epoch record, the submission id with its reply, the view. */
    private static final int OWN_BYTES_MAX = 2 << 20;

    private final Setup setup;
    private final Keyring keyring;
    private final Voters voters;
    private final LedgerState head;
    private final LedgerState accepted;
    private final long ledgerTime;
    private final LedgerProtocol.Place place;
    private final BatchDraft draft;
    private final Map<String, LedgerProtocol.Run> runs = new LinkedHashMap<>();
    private final List<Effect.Tell> tells = new ArrayList<>();
    private final List<Outgoing.Placed> placed = new ArrayList<>();
    private final Submissions submissions;

    Assembler(
            Setup setup,
            Keyring keyring,
            Voters voters,
            View view,
            LedgerState head,
            LedgerState accepted,
            long nowMillis) {
        this.setup = setup;
        this.keyring = keyring;
        this.voters = voters;
        this.head = head;
        this.accepted = accepted;
        this.ledgerTime = Math.max(head.ledgerTime() + 1, nowMillis);
        this.place = new LedgerProtocol.Place(view, head.seqno().next(), ledgerTime);
        this.draft = new BatchDraft(head, view, ledgerTime);
        this.submissions = new Submissions(setup.limits().submissionWindow());
    }

    /** Answers that need no place in the ledger: refusals, and what was committed already. */
    List<Effect.Tell> tells() {
        return tells;
    }

    /** Rule 5: the first batch of a view has the view's history and a fresh epoch key; the first of all has the genesis. */
    Outgoing opening() {
        var tx = copyOf(WriteSet.EMPTY);
        if (head.isEmpty()) {
            var genesis = Check.present(setup.genesis(), "only the node with the genesis opens the ledger");
            tx = copyOf(genesis.writes());
            tx.put(Genesis.VIEW_BASE, EpochRecord.KEY, Bytes.ofUtf8(Long.toString(genesis.viewBase())));
            draft.viewBase(genesis.viewBase());
        }
        tx.put(Views.TABLE, Views.key(place.view()), Views.value(place.first()));
        openEpoch(tx);
        draft.add(tx.writes(), Digest.ZERO);
        return finish();
    }

    /** A batch that does nothing but open a new epoch. */
    Outgoing rekey() {
        var tx = copyOf(WriteSet.EMPTY);
        openEpoch(tx);
        draft.add(tx.writes(), Digest.ZERO);
        return finish();
    }

    boolean epochIsOver() {
        return ledgerTime - head.epochOpened() >= setup.limits().epochMillis()
                || head.seqno().value() - head.epochFirst().value()
                        >= setup.limits().epochEntries();
    }

    /** The next submissions, as many as one batch holds; null where none of them needs a place. */
    @Nullable
    Outgoing fromQueue(ArrayDeque<Event.Submitted> queue) {
        if (epochIsOver()) return rekey();
        var limits = setup.limits();
        while (!queue.isEmpty() && draft.size() < limits.batchTransactions() && draft.bytes() < limits.batchBytes()) {
            if (!execute(queue.getFirst())) break;
            queue.removeFirst();
            if (draft.opensEpoch()) break;
        }
        if (draft.isEmpty()) return null;
        runs.values().forEach(this::end);
        return finish();
    }

    /** False where the submission has to be the first of a batch and is not: it opens a new epoch. */
    private boolean execute(Event.Submitted submitted) {
        var tx = draft.tx(setup.limits().transactionBytes());
        var id =
                submitted.submissionId() == null ? null : Submissions.key(submitted.caller(), submitted.submissionId());
        var earlier = id == null ? null : Submissions.find(tx, id);
        if (earlier != null) {
            waitFor(submitted.ticket(), earlier.txId(), earlier.reply());
            return true;
        }
        var outcome = outcome(submitted, tx);
        switch (outcome) {
            case Outcome.Refused(var rejection) -> tell(submitted, new Answer.Refused(rejection));
            case Outcome.Done done -> {
                var writes = tx.writes();
                if (writes.isEmpty()) {
                    waitFor(submitted.ticket(), draft.last(), done.reply());
                } else {
                    if (done.newEpoch() && !draft.isEmpty()) return false;
                    place(submitted, id, done, writes);
                }
            }
        }
        return true;
    }

    /** Gives the transaction its place. What the replica itself adds to the write set does not count against the transaction's limit. */
    private void place(Event.Submitted submitted, @Nullable Bytes id, Outcome.Done done, WriteSet writes) {
        var recorded = id == null ? 0 : done.reply().size();
        var limit = setup.limits().transactionBytes();
        if (writes.bytes() + (long) recorded > limit) {
            tell(submitted, tooLarge("the write set and the reply to remember have more than " + limit + " bytes"));
            return;
        }
        var unfit = changesNodes(writes) ? voters.refusal(copyOf(writes), draft.now()) : null;
        if (unfit != null) {
            tell(submitted, new Answer.Refused(new Rejection(409, "MembershipChanging", unfit)));
            return;
        }
        var txId = draft.next();
        var all = writes;
        if (id != null) {
            var own = draft.tx(OWN_BYTES_MAX);
            submissions.record(own, id, txId, done.reply());
            all = all.plus(own.writes());
        }
        if (done.newEpoch()) {
            var tx = copyOf(all);
            openEpoch(tx);
            all = tx.writes();
        }
        draft.add(all, done.claims());
        placed.add(new Outgoing.Placed(submitted.ticket(), txId, done.reply()));
    }

    private static boolean changesNodes(WriteSet writes) {
        return writes.tables().stream().anyMatch(table -> table.table().equals(TrustedNodes.INFO));
    }

    private Tx copyOf(WriteSet writes) {
        var tx = draft.tx(setup.limits().transactionBytes() + OWN_BYTES_MAX);
        writes.forEach(table -> {
            table.writes().forEach((key, value) -> tx.put(table.table(), key, value));
            table.removes().forEach(key -> tx.remove(table.table(), key));
        });
        return tx;
    }

    private static Answer tooLarge(String message) {
        return new Answer.Refused(new Rejection(413, "TransactionTooLarge", message));
    }

    private Outcome outcome(Event.Submitted submitted, Tx tx) {
        var protocol = setup.protocols().get(submitted.protocol());
        if (protocol == null) {
            return new Outcome.Refused(
                    new Rejection(404, "ResourceNotFound", "no ledger protocol " + submitted.protocol()));
        }
        var run = runs.computeIfAbsent(submitted.protocol(), name -> protocol.begin(place));
        try {
            return run.execute(submitted.caller(), submitted.request(), tx);
        } catch (WriteSetTooLarge e) {
            return new Outcome.Refused(new Rejection(413, "TransactionTooLarge", String.valueOf(e.getMessage())));
        }
    }

    private void end(LedgerProtocol.Run run) {
        var tx = draft.tx(setup.limits().batchBytes());
        run.end(tx);
        var writes = tx.writes();
        if (!writes.isEmpty()) draft.add(writes, Digest.ZERO);
    }

    /** What was read or done before is answered once the network has committed it. */
    private void waitFor(long ticket, TxId txId, Bytes reply) {
        if (txId.seqno().value() <= accepted.seqno().value()) {
            tells.add(new Effect.Tell(ticket, new Answer.Committed(txId, reply)));
        } else {
            placed.add(new Outgoing.Placed(ticket, txId, reply));
            draft.mustSign();
        }
    }

    private void tell(Event.Submitted submitted, Answer answer) {
        tells.add(new Effect.Tell(submitted.ticket(), answer));
    }

    private void openEpoch(Tx tx) {
        var epoch = head.epoch().next(place.view());
        try {
            var record = keyring.open(epoch, place.first(), TrustedNodes.encryptionKeys(tx), setup.entropy());
            tx.put(EpochRecord.TABLE, EpochRecord.KEY, record.encode());
            keyring.keepEvidence(epoch, place.first(), tx);
        } catch (MalformedException e) {
            throw new IllegalStateException("broken invariant: the ledger holds only sound encryption keys", e);
        }
        draft.openEpoch(epoch);
    }

    private Outgoing finish() {
        var sealer = Check.present(keyring.get(draft.epoch()), "the key of the epoch in force is always there");
        var signed = draft.sealAndSign(sealer, setup);
        return new Outgoing(signed.batch(), signed.after(), placed, signed.writes());
    }
}
