package coco.replica;

import static coco.replica.TestNet.all;
import static coco.replica.TestNet.batch;
import static coco.replica.TestNet.none;
import static coco.replica.TestNet.one;
import static coco.replica.TestNet.proposal;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coco.crypto.MalformedException;
import coco.governance.Membership;
import coco.ledger.NodeId;
import coco.spi.Answer;
import coco.spi.Caller;
import coco.spi.LogEvent;
import coco.spi.OrderedLog;
import coco.spi.Request;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** How a leader comes into office, what it offers to the log, and how it leaves: rules 3 to 8 and 13. */
class OfficeTest {
    private final TestNet net = new TestNet("a", "b", "c");
    private final TestNode leader = net.open();
    private final TestNode follower = net.node(1);

    OfficeTest() throws MalformedException {}

    @Test
    void aRefusedBatchIsOfferedAgainByteForByte() throws MalformedException {
        leader.submit("x");
        var first = proposal(leader.drain());
        assertEquals(List.of(), leader.on(new Event.Tick()), "not before the log has refused it");
        leader.on(new LogEvent.Refused(1, first.first(), 1, "busy"));
        leader.submit("y");
        assertEquals(List.of(), leader.drain(), "nothing is placed while a batch waits to be offered again");
        var effects = leader.on(new Event.Tick());
        var offers = all(Effect.Append.class, effects);
        assertEquals(
                new OrderedLog.Proposal(1, first.first(), first.last(), 2, first.bytes()),
                offers.getFirst().proposal());
        assertEquals(2, leader.protocol.executed(), "each request once");
    }

    @Test
    void aRefusalOfAnEarlierAttemptIsPast() {
        leader.submit("x");
        var first = proposal(leader.drain()).first();
        leader.on(new LogEvent.Refused(1, first, 1, "busy"));
        assertEquals(2, proposal(leader.on(new Event.Tick())).attempt());
        leader.on(new LogEvent.Refused(1, first, 1, "told late"));
        assertEquals(List.of(), leader.on(new Event.Tick()));
        leader.on(new LogEvent.Refused(1, first, 2, "busy"));
        assertEquals(3, proposal(leader.on(new Event.Tick())).attempt());
    }

    @Test
    void laterBatchesAreOfferedBehindTheRefusedOne() throws MalformedException {
        var first = leader.place("x");
        var second = leader.place("y");
        leader.on(new LogEvent.Refused(1, first.first().value(), 1, "busy"));
        none(Effect.Append.class, leader.on(new Event.Tick()));
        leader.on(new LogEvent.Refused(1, second.first().value(), 1, "not the next"));
        var offered = all(Effect.Append.class, leader.on(new Event.Tick()));
        assertEquals(
                List.of(first.encode(), second.encode()),
                offered.stream().map(offer -> offer.proposal().bytes()).toList());
    }

    @Test
    void aViewInWhichTheLogRefusesTooOftenIsClosedForGood() {
        leader.submit("x");
        var proposal = proposal(leader.drain());
        var effects = List.<Effect>of();
        for (var attempt = 1; attempt <= TestNode.LIMITS.appendAttempts(); attempt++) {
            none(Effect.StepDown.class, effects);
            leader.on(new LogEvent.Refused(1, proposal.first(), attempt, "busy"));
            effects = leader.on(new Event.Tick());
        }
        assertEquals(1, one(Effect.StepDown.class, effects).term());
        assertFalse(leader.replica.leads());
        var late = leader.on(new Event.Submitted(9, TestNode.ALICE, "test", new TestProtocol.Put("y"), null));
        assertInstanceOf(Answer.NotExecuted.class, TestNet.answer(late, 9));
        var tick = leader.on(new Event.Tick());
        assertEquals(1, one(Effect.StepDown.class, tick).term());
        none(Effect.Append.class, tick);
    }

    @Test
    void theOutboxIsBounded() throws MalformedException {
        for (var i = 0; i < TestNode.LIMITS.outboxBatches(); i++) leader.place("x");
        leader.submit("y");
        assertEquals(List.of(), leader.drain());
        assertEquals(TestNode.LIMITS.outboxBatches(), leader.protocol.executed());
    }

    @Test
    void aBatchHoldsSoManyTransactions() throws MalformedException {
        for (var i = 0; i < 3; i++) leader.submit("x" + i);
        var sizes = all(Effect.Append.class, leader.drain()).stream()
                .map(append -> append.proposal().last() - append.proposal().first() + 1)
                .toList();
        assertEquals(List.of(3L, 2L), sizes, "two transactions and a signature, one and a signature");
    }

    @Test
    void noticesOfPastTermsAreIgnored() throws MalformedException {
        net.commit(2, net.elect(follower, 2));
        assertEquals(List.of(), leader.on(new LogEvent.LeaderReady(1)));
        assertFalse(leader.replica.leads());
        assertEquals(List.of(), follower.on(new LogEvent.NotLeader(1)));
        assertTrue(follower.replica.leads());
        assertEquals(List.of(), follower.on(new LogEvent.Refused(1, 5, 1, "of another term")));
        assertEquals(List.of(), follower.on(new LogEvent.LeaderReady(2)), "it is in office already");
    }

    @Test
    void whatWasLostWithTheOfficeIsForgotten() throws MalformedException {
        leader.place("x");
        assertEquals(4, leader.replica.head().seqno().value());
        one(Effect.LostOffice.class, leader.on(new LogEvent.NotLeader(1)));
        assertEquals(leader.accepted(), leader.replica.head());
        none(Effect.Append.class, leader.on(new Event.Tick()));
        var opening = net.elect(leader, 2);
        assertEquals(3, opening.first().value());
        assertEquals(leader.accepted().root(), opening.previousRoot());
    }

    @Test
    void aNoticeThatComesLateDoesNotKeepTheOldOffice() throws MalformedException {
        leader.submit("x");
        leader.drain();
        leader.submit("y");
        var effects = net.ready(leader, 2, net.ids());
        one(Effect.LostOffice.class, effects);
        assertEquals(3, batch(effects).view().value());
        assertEquals(1, leader.replica.inDoubt());
        assertEquals(1, all(Effect.Tell.class, effects).size());
        assertEquals(List.of(), leader.on(new LogEvent.NotLeader(1)));
        assertTrue(leader.replica.leads());
    }

    private void declines(TestNode node, Set<NodeId> voters) {
        var effects = net.ready(node, 2, voters);
        assertEquals(2, one(Effect.StepDown.class, effects).term());
        none(Effect.Append.class, effects);
        assertFalse(node.replica.leads());
        assertEquals(2, one(Effect.StepDown.class, node.on(new Event.Tick())).term(), "until the log does it");
        node.on(new LogEvent.NotLeader(2));
        assertEquals(List.of(), node.on(new Event.Tick()));
    }

    @Test
    void nobodyLeadsVotersThatTheLedgerDoesNotTrust() {
        declines(follower, Set.of(follower.id()));
    }

    @Test
    void nobodyLeadsMoreVotersThanTheLedgerTrusts() {
        var voters = new HashSet<>(net.ids());
        voters.add(TestNode.admit("stranger").node());
        declines(follower, voters);
    }

    @Test
    void aNodeThatTheLedgerDoesNotTrustDoesNotLead() {
        var stranger = new TestNode("stranger", null, leader.replica.snapshot(), "a");
        assertFalse(stranger.replica.leads());
        // Its state is closed to it as well: the epoch's key is not wrapped to it.
        one(Effect.Halt.class, stranger.on(new LogEvent.LeaderReady(2)));
    }

    @Test
    void theOneRecordedChangeMayBeUnderWay() throws MalformedException {
        administer(1, TestNode.admit("d"));
        net.commit(1, batch(leader.drain()));
        net.commit(2, net.elect(follower, 2));
        assertTrue(follower.replica.leads(), "three voters, four trusted nodes");
    }

    private void administer(long ticket, Request request) {
        leader.on(new Event.Submitted(
                1_000 + ticket, new Caller.Node(leader.id().key()), Membership.NAME, request, null));
    }

    @Test
    void membershipChangesOneNodeAtATime() throws MalformedException {
        administer(1, new Membership.Retire(net.node(2).id()));
        net.commit(1, batch(leader.drain()));
        administer(2, new Membership.Retire(follower.id()));
        var refused = assertInstanceOf(Answer.Refused.class, TestNet.answer(leader.drain(), 1_002));
        assertEquals("MembershipChanging", refused.rejection().code());
        leader.on(new LogEvent.Configuration(1, 50, Set.of(leader.id(), follower.id())));
        administer(3, new Membership.Retire(follower.id()));
        one(Effect.Append.class, leader.drain());
    }

    @Test
    void onlyTheLeaderChangesTheVotersAndOnceAtATime() {
        var current = Set.of(new OrderedLog.Peer(leader.id(), "log"));
        var ask = new Event.ReconfigureAsked(current, Set.of());
        one(Effect.Reconfigure.class, leader.on(ask));
        assertEquals(List.of(), leader.on(ask), "it does not know yet what came of the first");
        leader.on(new LogEvent.ReconfigurationFailed("the voters are others"));
        one(Effect.Reconfigure.class, leader.on(ask));
        assertEquals(List.of(), follower.on(ask));
    }

    @Test
    void aRestartGoesOnFromItsSnapshot() throws MalformedException {
        net.commit(1, leader.place("x"));
        var again =
                new TestNode("b", null, SnapshotCodec.decode(SnapshotCodec.encode(follower.replica.snapshot())), "b");
        var batch = leader.place("y");
        var committed = net.next(1, batch);
        for (var node : List.of(leader, follower, again)) {
            node.on(committed);
            assertEquals(batch.last(), node.accepted().seqno());
            assertEquals(leader.accepted().root(), node.accepted().root());
        }
        assertEquals(SnapshotCodec.encode(follower.replica.snapshot()), SnapshotCodec.encode(again.replica.snapshot()));
    }

    @Test
    void aSnapshotOfAPeerIsTakenOnlyIfItIsAhead() throws MalformedException {
        var behind = new TestNode("c", null);
        assertEquals(
                9,
                one(Effect.FetchSnapshot.class, behind.on(new LogEvent.SnapshotNeeded(9)))
                        .index());
        var old = follower.replica.snapshot();
        net.commit(1, leader.place("x"));
        var snapshot = follower.replica.snapshot();
        one(Effect.Accepted.class, behind.on(new Event.Installed(snapshot)));
        assertEquals(snapshot, behind.replica.snapshot());
        assertEquals(Set.of(), behind.replica.voters(), "the next configuration tells");
        assertEquals(List.of(), behind.on(new Event.Installed(old)));
        assertEquals(List.of(), behind.on(new LogEvent.SnapshotNeeded(0)));
        assertEquals(List.of(), leader.on(new Event.Installed(new Snapshot(old.state(), 9, 99))), "it leads");
    }

    @Test
    void aBrokenLogStopsTheNode() {
        one(Effect.Halt.class, leader.on(new LogEvent.Failed("corrupt")));
    }
}
