package coco.replica;

import static coco.replica.TestNet.all;
import static coco.replica.TestNet.answer;
import static coco.replica.TestNet.batch;
import static coco.replica.TestNet.none;
import static coco.replica.TestNet.one;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;

import coco.crypto.Bytes;
import coco.crypto.MalformedException;
import coco.ledger.TxId;
import coco.spi.Answer;
import coco.spi.Caller;
import coco.spi.LogEvent;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What clients are told, and when: rules 12 to 16. */
class AnswersTest {
    private static final Bytes ID = Bytes.ofUtf8("same");

    private final TestNet net = new TestNet("a", "b", "c");
    private final TestNode leader = net.open();

    AnswersTest() throws MalformedException {}

    private static void committed(String txId, @Nullable Answer answer) throws MalformedException {
        var committed = assertInstanceOf(Answer.Committed.class, answer);
        assertEquals(TxId.parse(txId), committed.txId());
    }

    private static int refusal(List<Effect> effects, long ticket) {
        return assertInstanceOf(Answer.Refused.class, answer(effects, ticket))
                .rejection()
                .status();
    }

    @Test
    void nothingButAcceptanceAnswersAWrite() throws MalformedException {
        var ticket = leader.submit("x");
        var placed = leader.drain();
        assertEquals("2.3", one(Effect.Placed.class, placed).txId().toString());
        none(Effect.Tell.class, placed);
        none(Effect.Tell.class, leader.on(new LogEvent.Refused(1, 3, 1, "the bytes may be in the log")));
        none(Effect.Tell.class, leader.on(new Event.Tick()));
        committed("2.3", answer(net.commit(1, batch(placed), leader), ticket));
    }

    @Test
    void refusalsTakeNoPlace() throws MalformedException {
        var head = leader.replica.head();
        var no = leader.submit("no");
        var huge = leader.submit("huge");
        var effects = leader.drain();
        assertInstanceOf(Answer.Refused.class, answer(effects, no));
        assertEquals(413, refusal(effects, huge));
        none(Effect.Append.class, effects);
        assertEquals(head, leader.replica.head());
        assertEquals(3, leader.place("x").first().value());
    }

    @Test
    void aFullQueueRefuses() {
        for (var i = 0; i < TestNode.LIMITS.queuedSubmissions(); i++) leader.submit("x");
        var effects = leader.on(new Event.Submitted(99, TestNode.ALICE, "test", new TestProtocol.Put("x"), null));
        assertEquals(503, refusal(effects, 99));
    }

    @Test
    void aFollowerExecutesNothing() {
        var follower = net.node(1);
        var effects = follower.on(new Event.Submitted(7, TestNode.ALICE, "test", new TestProtocol.Put("x"), null));
        assertInstanceOf(Answer.NotExecuted.class, answer(effects, 7));
        assertEquals(0, follower.protocol.executed());
    }

    @Test
    void onlyWhatWasNeverHandedToTheLogIsNotExecuted() throws MalformedException {
        var inDoubt = leader.submit("x");
        var batch = batch(leader.drain());
        var waiting = leader.submit("y");
        var effects = leader.on(new LogEvent.NotLeader(1));
        assertInstanceOf(Answer.NotExecuted.class, answer(effects, waiting));
        assertNull(answer(effects, inDoubt));
        assertEquals(1, leader.replica.inDoubt());
        assertEquals(leader.accepted(), leader.replica.head());
        assertFalse(leader.replica.leads());
        committed("2.3", answer(net.commit(1, batch, leader), inDoubt));
        assertEquals(0, leader.replica.inDoubt());
    }

    @Test
    void aDoubtEndsAsInvalidOnlyWhenTheChainHasGoneOnWithoutIt() throws MalformedException {
        var first = leader.submit("x");
        var batch = batch(leader.drain());
        var second = leader.submit("y");
        leader.drain();
        leader.on(new LogEvent.NotLeader(1));
        var effects = net.commit(1, batch, leader);
        committed("2.3", answer(effects, first));
        assertNull(answer(effects, second), "the next batch of that view may still come");
        var opening = net.elect(net.node(1), 2);
        assertEquals(1, leader.replica.inDoubt(), "an election decides nothing");
        effects = net.commit(2, opening, leader);
        assertEquals(new Answer.Invalid(TxId.parse("2.5")), answer(effects, second));
        assertEquals(0, leader.replica.inDoubt());
    }

    @Test
    void oneSubmissionIdRunsOnce() throws MalformedException {
        var first = leader.submit(TestNode.ALICE, "x", ID);
        var batch = batch(leader.drain());
        var again = leader.submit(TestNode.ALICE, "x", ID);
        var signed = batch(leader.drain());
        assertEquals(1, leader.protocol.executed());
        var accepted = net.commit(1, batch, leader);
        committed("2.3", answer(accepted, first));
        assertNull(answer(accepted, again), "it waits for a batch of its own");
        committed("2.3", answer(net.commit(1, signed, leader), again));
        var late = leader.submit(TestNode.ALICE, "x", ID);
        committed("2.3", answer(leader.drain(), late));
        leader.submit(new Caller.Token("bob"), "x", ID);
        leader.drain();
        assertEquals(2, leader.protocol.executed(), "another caller's ids are others");
    }

    @Test
    void theNextLeaderKnowsTheSubmission() throws MalformedException {
        leader.submit(TestNode.ALICE, "x", ID);
        net.commit(1, batch(leader.drain()));
        var next = net.node(1);
        net.commit(2, net.elect(next, 2));
        var ticket = next.submit(TestNode.ALICE, "x", ID);
        committed("2.3", answer(next.drain(), ticket));
        assertEquals(0, next.protocol.executed());
    }

    @Test
    void aFreshReadWaitsForItsBarrier() {
        var asked = leader.on(new Event.ReadAsked(5));
        assertEquals(5, one(Effect.AskBarrier.class, asked).id());
        none(Effect.ReadPoint.class, asked);
        assertEquals(
                5,
                one(Effect.ReadPoint.class, leader.on(new LogEvent.Barrier(5))).id());
        var failed = leader.on(new LogEvent.BarrierFailed(6, "no majority"));
        assertEquals(6, one(Effect.ReadFailed.class, failed).id());
        none(Effect.ReadPoint.class, failed);
    }

    @Test
    void nobodyIsToldTwice() throws MalformedException {
        var ticket = leader.submit("x");
        var batch = batch(leader.drain());
        committed("2.3", answer(net.commit(1, batch, leader), ticket));
        assertEquals(
                0, all(Effect.Tell.class, leader.on(new LogEvent.NotLeader(1))).size());
        net.commit(2, net.elect(net.node(1), 2));
        assertEquals(0, leader.replica.inDoubt());
    }
}
