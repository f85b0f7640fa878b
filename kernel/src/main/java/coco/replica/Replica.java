package coco.replica;

import coco.crypto.Bytes;
import coco.crypto.MalformedException;
import coco.ledger.NodeId;
import coco.ledger.View;
import coco.spi.Answer;
import coco.spi.LogEvent;
import coco.spi.Rejection;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The state machine of a validating node: events in, effects out.
 *
 * <p>Owner: one thread, which feeds events in one order and carries the effects out in the order given before it feeds the next. After
 * {@link Effect.Halt} nothing more may be fed.
 */
public final class Replica implements AutoCloseable {
    private final Setup setup;
    private final Keyring keyring;
    private final Judge judge;
    private final Waiters waiters = new Waiters();
    private LedgerState accepted;
    private long raftTerm;
    private long raftIndex;
    private Voters voters = Voters.UNKNOWN;
    private @Nullable Leadership office;
    private @Nullable Declined declined;
    private boolean halted;
    /** Why the state that this node starts from is closed to it; null where it is open. */
    private final @Nullable String lockedOut;

    private List<Effect> effects = new ArrayList<>();

    /** An office that this node must not take and the log has not taken back yet. */
    private record Declined(long term, String reason) {}

    /** A replica that has accepted nothing yet. */
    public Replica(Setup setup) {
        this(setup, Snapshot.NOTHING);
    }

    /** A replica that goes on from a snapshot of its own or of a peer. */
    public Replica(Setup setup, Snapshot from) {
        this.setup = setup;
        this.keyring = new Keyring(setup.self(), setup.encryptionKey());
        this.judge = new Judge(setup.expectedNetwork(), keyring);
        this.accepted = from.state();
        this.raftTerm = from.raftTerm();
        this.raftIndex = from.raftIndex();
        this.lockedOut = whyLockedOut();
    }

    public LedgerState accepted() {
        return accepted;
    }

    /** The accepted state together with its place in the log: what a restart or a joining node goes on from. */
    public Snapshot snapshot() {
        return new Snapshot(accepted, raftTerm, raftIndex);
    }

    /** The state that a leader executes against; elsewhere the accepted one. */
    public LedgerState head() {
        return office == null ? accepted : office.head();
    }

    /** The voters of the log, as far as this node has applied it; empty before the first configuration. */
    public Set<NodeId> voters() {
        return voters.nodes();
    }

    public boolean leads() {
        return inOffice() != null;
    }

    /** The office, while this node executes in it. */
    private @Nullable Leadership inOffice() {
        return office == null || office.isClosed() ? null : office;
    }

    /** How many clients wait for the network to decide about a transaction of a view that this node has lost. */
    public int inDoubt() {
        return waiters.size();
    }

    /** @param nowMillis the host's clock; it only ever moves ledger time forward */
    public List<Effect> on(long nowMillis, Event event) {
        Check.that(!halted, "a halted replica is fed nothing");
        effects = new ArrayList<>();
        if (lockedOut != null) {
            halt(lockedOut);
            return effects;
        }
        switch (event) {
            case Event.FromLog(var fromLog) -> fromLog(nowMillis, fromLog);
            case Event.Submitted submitted -> submitted(submitted);
            case Event.Drained() -> fillOutbox(nowMillis);
            case Event.Tick() -> tick(nowMillis);
            case Event.ReadAsked(var id) -> effects.add(new Effect.AskBarrier(id));
            case Event.ReconfigureAsked(var current, var desired) -> {
                if (leads() && !voters.changing()) {
                    voters = new Voters(voters.nodes(), true);
                    effects.add(new Effect.Reconfigure(current, desired));
                }
            }
            case Event.Installed(var snapshot) -> installed(snapshot);
        }
        return effects;
    }

    private void fromLog(long now, LogEvent event) {
        switch (event) {
            case LogEvent.Committed(var term, var index, var batch) -> committed(term, index, batch);
            case LogEvent.Configuration(var term, var index, var newVoters) -> {
                // The log may report again what a snapshot holds already.
                if (index > raftIndex) place(term, index);
                if (index == raftIndex || voters.nodes().isEmpty()) voters = new Voters(newVoters, false);
            }
            case LogEvent.LeaderReady(var term) -> takeOffice(now, term);
            case LogEvent.NotLeader(var term) -> loseOffice(term);
            case LogEvent.LeaderChanged advice -> {}
            case LogEvent.Refused(var term, var first, var attempt, var _) -> {
                if (office != null && office.term() == term) office.refused(first, attempt);
            }
            case LogEvent.Barrier(var id) -> effects.add(new Effect.ReadPoint(id));
            case LogEvent.BarrierFailed(var id, var reason) -> effects.add(new Effect.ReadFailed(id, reason));
            case LogEvent.ReconfigurationFailed failed -> voters = new Voters(voters.nodes(), false);
            case LogEvent.SnapshotNeeded(var index) -> {
                if (index > raftIndex) effects.add(new Effect.FetchSnapshot(index));
            }
            case LogEvent.Failed(var reason) -> halt("the ordered log failed: " + reason);
        }
    }

    // ---- office

    /** Rules 3 to 5. */
    private void takeOffice(long now, long term) {
        if (term < raftTerm || (office != null && office.term() >= term)) return;
        declined = null;
        // The notice that the office before was lost comes on another way, and may be late.
        if (office != null) loseOffice(office.term());
        var refusal = whyNotLead();
        if (refusal != null) {
            declined = new Declined(term, refusal);
            effects.add(new Effect.StepDown(term, refusal));
            return;
        }
        var view = new View(accepted.isEmpty() ? viewBaseAtGenesis() + term : accepted.viewBase() + term);
        Check.that(view.value() > accepted.view().value(), "views along the accepted chain never fall");
        var leading = new Leadership(term, view, accepted, setup.limits());
        office = leading;
        voters = new Voters(voters.nodes(), false);
        effects.add(new Effect.Leads(view));
        send(leading, assembler(leading, now).opening());
    }

    private long viewBaseAtGenesis() {
        var genesis = setup.genesis();
        return genesis == null ? 1 : genesis.viewBase();
    }

    private @Nullable String whyNotLead() {
        if (accepted.isEmpty())
            return setup.genesis() == null ? "this node has no genesis to open the ledger with" : null;
        if (setup.serviceKey() == null) return "this node does not hold the service key";
        if (!isTrusted(accepted)) return "the ledger does not trust this node";
        return TrustedNodes.mismatch(accepted.store(), voters.nodes());
    }

    /** Whether the others accept what this node signs on top of {@code state}. */
    private boolean isTrusted(LedgerState state) {
        return judge.trusts(state, setup.self());
    }

    /** Rule 13. */
    private void loseOffice(long term) {
        if (declined != null && declined.term() <= term) declined = null;
        if (office == null || office.term() > term) return;
        dismissQueue(office);
        for (var outgoing : office.outbox()) waiters.doubt(outgoing);
        effects.add(new Effect.LostOffice(office.view()));
        office = null;
        effects.addAll(waiters.decide(accepted));
    }

    private void dismissQueue(Leadership leaving) {
        for (var waiting : leaving.queue()) {
            tell(waiting.ticket(), new Answer.NotExecuted("this node lost leadership before it executed the request"));
        }
        leaving.queue().clear();
    }

    /** Closes the view for good (rule 8). The office itself ends when the log says so. */
    private void resign(String reason) {
        if (office == null || office.isClosed()) return;
        office.close(reason);
        dismissQueue(office);
        effects.add(new Effect.StepDown(office.term(), reason));
    }

    // ---- submissions

    private void submitted(Event.Submitted submitted) {
        var leading = inOffice();
        if (leading == null) {
            tell(submitted.ticket(), new Answer.NotExecuted("this node does not lead"));
        } else if (!leading.enqueue(submitted)) {
            var busy = new Rejection(503, "TooManyPendingTransactions", "too many transactions wait; try again");
            tell(submitted.ticket(), new Answer.Refused(busy));
        }
    }

    private void fillOutbox(long now) {
        var leading = inOffice();
        if (leading == null) return;
        while (canPlace(leading) && !leading.queue().isEmpty()) {
            var assembler = assembler(leading, now);
            var outgoing = assembler.fromQueue(leading.queue());
            effects.addAll(assembler.tells());
            if (outgoing != null) send(leading, outgoing);
        }
    }

    /** A leader that has placed its own retirement places nothing on top of it: nobody would accept that. */
    private boolean canPlace(Leadership leading) {
        return leading.hasRoom() && isTrusted(leading.head());
    }

    private void tick(long now) {
        // The log may have kept the leader: a transfer of leadership can time out.
        if (declined != null) effects.add(new Effect.StepDown(declined.term(), declined.reason()));
        if (office != null && office.isClosed()) {
            effects.add(new Effect.StepDown(office.term(), office.closedBecause()));
        }
        var leading = inOffice();
        if (leading == null) return;
        if (leading.isWornOut()) {
            resign("the log refused a batch too often");
            return;
        }
        effects.addAll(leading.repeat());
        if (canPlace(leading) && assembler(leading, now).epochIsOver()) {
            send(leading, assembler(leading, now).rekey());
        }
        fillOutbox(now);
    }

    private Assembler assembler(Leadership leading, long now) {
        return new Assembler(setup, keyring, voters, leading.view(), leading.head(), accepted, now);
    }

    private void send(Leadership leading, Outgoing outgoing) {
        for (var placed : outgoing.placed) effects.add(new Effect.Placed(placed.ticket(), placed.txId()));
        effects.add(leading.send(outgoing));
    }

    // ---- acceptance

    private void place(long term, long index) {
        Check.that(term >= raftTerm, "terms never fall along the log");
        raftTerm = term;
        raftIndex = Math.max(raftIndex, index);
    }

    /** Rules 9 to 12. */
    private void committed(long term, long index, Bytes bytes) {
        if (index <= raftIndex) return;
        place(term, index);
        switch (verdict(term, bytes)) {
            case Verdict.Accepted(var next, var writes, var batch, var placed) -> {
                judge.remember(batch, bytes);
                accept(next, writes, batch, placed);
            }
            case Verdict.Duplicate() -> {}
            case Verdict.Voided(var reason) -> {
                effects.add(new Effect.Voided(term, index, reason, bytes));
                if (office != null && office.term() == term) resign("a batch of this leader is void: " + reason);
            }
            case Verdict.Broken(var reason) -> halt(reason);
        }
    }

    private Verdict verdict(long term, Bytes bytes) {
        if (office == null || office.term() != term || !office.isNext(bytes)) return judge.judge(accepted, term, bytes);
        // These bytes were made here on top of the accepted state, so only their place is left to judge.
        var outgoing = office.outbox().getFirst();
        var misplaced = Judge.misplaced(accepted, term, outgoing.batch);
        if (misplaced != null) return new Verdict.Voided(misplaced);
        if (!accepted.isEmpty() && !isTrusted(accepted))
            return new Verdict.Voided("signed by this node, which the ledger trusts no more");
        office.takeNext();
        return new Verdict.Accepted(outgoing.after, outgoing.writes, outgoing.batch, outgoing.placed);
    }

    private void accept(LedgerState next, List<Effect.Write> writes, Batch batch, List<Outgoing.Placed> placed) {
        Check.that(batch.first().value() == accepted.seqno().value() + 1, "the accepted sequence has no gaps");
        Check.that(batch.previousRoot().equals(accepted.root()), "the accepted sequence is a chain of roots");
        Check.that(next.view().value() >= accepted.view().value(), "views along the accepted chain never fall");
        accepted = next;
        effects.add(new Effect.WriteEntries(batch.first(), batch.entries()));
        effects.add(new Effect.Accepted(accepted, writes));
        for (var waiter : placed) tell(waiter.ticket(), new Answer.Committed(waiter.txId(), waiter.reply()));
        effects.addAll(waiters.decide(accepted));
        if (!headFollowsAccepted()) resign("another leader's batch was accepted in this view");
        else if (!isTrusted(accepted)) resign("the ledger trusts this node no more");
    }

    /** I7. */
    private boolean headFollowsAccepted() {
        if (office == null) return true;
        var outbox = office.outbox();
        var base = outbox.isEmpty()
                ? office.head().seqno().value()
                : outbox.getFirst().first().value() - 1;
        return base == accepted.seqno().value();
    }

    private void installed(Snapshot snapshot) {
        // While it was fetched this node may have caught up by the log, or even been elected: a leader has all in its
        // log.
        if (office != null || snapshot.raftIndex() <= raftIndex) return;
        Check.that(snapshot.state().seqno().value() >= accepted.seqno().value(), "a later snapshot holds no less");
        accepted = snapshot.state();
        raftTerm = Math.max(raftTerm, snapshot.raftTerm());
        raftIndex = snapshot.raftIndex();
        // What changed the voters meanwhile was skipped; the next configuration tells.
        voters = Voters.UNKNOWN;
        var problem = whyLockedOut();
        if (problem != null) {
            halt(problem);
            return;
        }
        effects.add(new Effect.Accepted(accepted, List.of()));
        effects.addAll(waiters.decide(accepted));
    }

    /** Takes the key of the epoch that the accepted state is in from its record there. */
    private @Nullable String whyLockedOut() {
        if (accepted.isEmpty()) return null;
        var expected = setup.expectedNetwork();
        if (expected != null && !accepted.networkId().equals(expected)) {
            return "the snapshot is of network " + accepted.networkId() + ", not the one that was approved";
        }
        var row = Check.present(accepted.store().get(EpochRecord.TABLE, EpochRecord.KEY), "the ledger is in an epoch");
        try {
            return keyring.learn(EpochRecord.decode(row.bytes()));
        } catch (MalformedException e) {
            throw new IllegalStateException("broken invariant: an accepted epoch record is well formed", e);
        }
    }

    private void tell(long ticket, Answer answer) {
        effects.add(new Effect.Tell(ticket, answer));
    }

    private void halt(String reason) {
        halted = true;
        effects.add(new Effect.Halt(reason));
    }

    @Override
    public void close() {
        keyring.close();
    }
}
