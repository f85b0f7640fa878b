package coco.replica;

import static coco.replica.TestNet.all;
import static coco.replica.TestNet.batch;
import static coco.replica.TestNet.none;
import static coco.replica.TestNet.one;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coco.crypto.AeadKey;
import coco.crypto.Bytes;
import coco.crypto.Digest;
import coco.crypto.MalformedException;
import coco.governance.Membership;
import coco.ledger.Sealer;
import coco.ledger.Seqno;
import coco.ledger.View;
import coco.spi.Caller;
import coco.spi.Request;
import coco.store.Tx;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every node decides about a committed batch: rules 9 to 12. */
class VerdictTest {
    private final TestNet net = new TestNet("a", "b", "c");
    private final TestNode leader = net.open();
    private final TestNode follower = net.node(1);

    VerdictTest() throws MalformedException {}

    @Test
    void allNodesComeToTheSameState() throws MalformedException {
        net.commit(1, leader.place("x"));
        net.commit(1, leader.place("y"));
        for (var node : net.nodes) {
            assertEquals(leader.accepted().root(), node.accepted().root());
            assertEquals("2.6", node.accepted().txId().toString());
            assertEquals(
                    SnapshotCodec.encode(leader.replica.snapshot()), SnapshotCodec.encode(node.replica.snapshot()));
            assertEquals(node.accepted(), node.replica.head());
        }
    }

    private void isVoid(Batch batch, String reason) {
        isVoid(1, batch, reason);
    }

    /** On the follower, and without a trace: the batch that does fit is accepted afterwards. */
    private void isVoid(long term, Batch batch, String reason) {
        var before = follower.accepted();
        var effects = follower.on(net.next(term, batch));
        var why = one(Effect.Voided.class, effects).reason();
        assertTrue(why.contains(reason), why);
        assertEquals(1, effects.size(), effects::toString);
        assertEquals(before, follower.accepted());
    }

    private static Batch with(Batch batch, Digest network, EpochId epoch, Digest root) {
        return new Batch(network, batch.view(), epoch, batch.first(), batch.last(), root, batch.entries());
    }

    @Test
    void aBatchOfAnotherViewIsVoid() throws MalformedException {
        var batch = leader.place("x");
        isVoid(2, batch, "made for view 2, in the log of term 2");
    }

    @Test
    void aBatchElsewhereInTheChainIsVoid() throws MalformedException {
        var first = leader.place("x");
        var second = leader.place("y");
        isVoid(second, "begins at 5 after 2");
        isVoid(with(first, first.networkId(), first.epoch(), Digest.ZERO), "builds on another root");
        isVoid(with(first, Digest.ZERO, first.epoch(), first.previousRoot()), "of another network");
        isVoid(
                with(first, first.networkId(), new EpochId(new View(1), 1), first.previousRoot()),
                "goes back to an older epoch");
        isVoid(
                with(first, first.networkId(), new EpochId(new View(2), 2), first.previousRoot()),
                "a new epoch without its record");
        follower.on(net.next(1, first));
        assertEquals(first.last(), follower.accepted().seqno());
    }

    @Test
    void whatTheSignatureDoesNotCoverIsVoid() throws MalformedException {
        var batch = leader.place("x");
        var entry = batch.entries().getFirst().toArray();
        entry[entry.length - 1] ^= 1;
        isVoid(TestNet.with(batch, 0, Bytes.of(entry)), "the signed root is not that of the entries");
    }

    @Test
    void aViewThatKeepsTheEpochOfTheOneBeforeIsVoid() throws MalformedException {
        // The second node leads, and signs its first batch without an epoch of its own.
        var draft = new BatchDraft(leader.accepted(), new View(3), 2_000_000);
        var tx = draft.tx(1_000);
        tx.put(Views.TABLE, Views.key(new View(3)), Views.value(new Seqno(3)));
        draft.add(tx.writes(), Digest.ZERO);
        var sealer = new Sealer(AeadKey.generate(new SecureRandom()));
        isVoid(2, draft.sealAndSign(sealer, follower.setup).batch(), "without an epoch of its own");
    }

    private Batch signedBy(TestNode signer, long time) {
        var draft = new BatchDraft(leader.accepted(), new View(2), time);
        draft.mustSign();
        // Whoever judges by signature and place never gets as far as to open it.
        return draft.sealAndSign(new Sealer(AeadKey.generate(new SecureRandom())), signer.setup)
                .batch();
    }

    @Test
    void onlyNodesThatTheLedgerTrustsSign() {
        isVoid(signedBy(new TestNode("stranger", null), 2_000_000), "who may not, or wrongly");
        // Signed by a node that is trusted, but with another's key: the trusted one's name stands there, no more.
        var halt = one(Effect.Halt.class, follower.on(net.next(1, signedBy(net.node(2), 2_000_000))));
        assertTrue(halt.reason().contains("does not open under the key"), halt.reason());
    }

    private Batch administer(Request request) throws MalformedException {
        var caller = new Caller.Node(leader.id().key());
        leader.on(new Event.Submitted(99, caller, Membership.NAME, request, null));
        return batch(leader.drain());
    }

    @Test
    void aRetiredNodeSignsNoMore() throws MalformedException {
        var retirement = administer(new Membership.Retire(leader.id()));
        leader.submit("x");
        assertEquals(List.of(), leader.drain(), "nothing is placed on top of the own retirement");
        var effects = net.commit(1, retirement, leader);
        one(Effect.Accepted.class, effects);
        one(Effect.StepDown.class, effects);
        assertFalse(leader.replica.leads());
        isVoid(signedBy(leader, 2_000_000), "who may not, or wrongly");
    }

    @Test
    void ledgerTimeGrows() throws MalformedException {
        var accepted = leader.accepted();
        var epoch = new EpochId(new View(2), 2);
        var keyring = new Keyring(leader.id(), leader.setup.encryptionKey());
        var draft = new BatchDraft(accepted, new View(2), accepted.ledgerTime());
        draft.openEpoch(epoch);
        var tx = draft.tx(10_000);
        var nodes = TrustedNodes.encryptionKeys(new Tx(accepted.store(), 1_000));
        var record = keyring.open(epoch, new Seqno(3), nodes, new SecureRandom());
        tx.put(EpochRecord.TABLE, EpochRecord.KEY, record.encode());
        draft.add(tx.writes(), Digest.ZERO);
        var sealer = Check.present(keyring.get(epoch), "just opened");
        isVoid(draft.sealAndSign(sealer, leader.setup).batch(), "time does not grow");
        // What is void leaves nothing behind: the epoch of that name which is accepted has another key.
        var retirement = administer(new Membership.Retire(net.node(2).id()));
        assertEquals(epoch, retirement.epoch());
        follower.on(net.next(1, retirement));
        assertEquals(retirement.last(), follower.accepted().seqno());
    }

    @Test
    void whatIsInTheChainAlreadyIsDroppedSilently() throws MalformedException {
        var batch = leader.place("x");
        net.commit(1, batch);
        for (var node : net.nodes) assertEquals(List.of(), node.on(net.next(1, batch)));
        assertTrue(leader.replica.leads());
    }

    @Test
    void whatTheLogReportsAgainIsNotJudgedAgain() throws MalformedException {
        var committed = net.next(1, leader.place("x"));
        follower.on(committed);
        assertEquals(List.of(), follower.on(committed));
    }

    @Test
    void aLeaderWhoseBatchIsVoidStepsDown() throws MalformedException {
        leader.place("x");
        var second = leader.place("y");
        var effects = leader.on(net.next(1, second));
        one(Effect.Voided.class, effects);
        assertEquals(1, one(Effect.StepDown.class, effects).term());
        assertFalse(leader.replica.leads());
        assertEquals(1, one(Effect.StepDown.class, leader.on(new Event.Tick())).term(), "until the log does it");
        none(Effect.StepDown.class, follower.on(net.next(1, second)));
    }

    @Test
    void anotherLeadersVoidBatchEndsNoOffice() throws MalformedException {
        var stale = leader.place("x");
        net.commit(2, net.elect(follower, 2));
        var effects = follower.on(net.next(1 + 1, stale));
        one(Effect.Voided.class, effects);
        assertEquals(2, one(Effect.StepDown.class, effects).term(), "its own term's");
        one(Effect.Voided.class, net.node(2).on(net.next(2, stale)));
    }

    @Test
    void aNodeThatCannotOpenWhatTheOthersAcceptHalts() throws MalformedException {
        var other = new TestNode("b", null, Snapshot.NOTHING, "another key");
        var fresh = new TestNet("a", "b", "c");
        var opening = fresh.elect(fresh.node(0), 1);
        var effects = other.on(fresh.next(1, opening));
        assertTrue(one(Effect.Halt.class, effects).reason().contains("does not open"), effects::toString);
        none(Effect.Voided.class, effects);
        assertTrue(other.accepted().isEmpty());
        assertThrows(IllegalStateException.class, () -> other.on(new Event.Tick()), "a halted node is fed nothing");
    }

    @Test
    void theEpochAfterARemovalIsClosedToTheRemovedNode() throws MalformedException {
        var gone = net.node(2);
        var retirement = administer(new Membership.Retire(gone.id()));
        assertEquals("2.2", retirement.epoch().toString());
        var halt = one(Effect.Halt.class, net.commit(1, retirement, gone));
        assertTrue(halt.reason().contains("is not opened to this node"), halt.reason());
        assertEquals(retirement.last(), follower.accepted().seqno());
        var row = leader.accepted().store().get(EpochRecord.TABLE, EpochRecord.KEY);
        var record = EpochRecord.decode(Check.present(row, "the epoch").bytes());
        assertEquals(2, record.wraps().size());
        assertNull(record.wraps().get(gone.id()));
    }

    @Test
    void eachEpochHasAKeyOfItsOwn() throws MalformedException {
        var commitments = new ArrayList<Digest>();
        var ids = new ArrayList<String>();
        for (var term = 2; term <= 4; term++) {
            net.commit(term, net.elect(net.node(term % 3), term));
            var row = follower.accepted().store().get(EpochRecord.TABLE, EpochRecord.KEY);
            var record = EpochRecord.decode(Check.present(row, "the epoch").bytes());
            commitments.add(record.commitment());
            ids.add(record.id().toString());
        }
        assertEquals(List.of("3.1", "4.1", "5.1"), ids);
        assertEquals(3, commitments.stream().distinct().count());
    }

    @Test
    void entriesAreWrittenBeforeAnybodyIsTold() throws MalformedException {
        var ticket = leader.submit("x");
        var batch = batch(leader.drain());
        var effects = net.commit(1, batch, leader);
        assertEquals(Effect.WriteEntries.class, effects.get(0).getClass());
        assertEquals(Effect.Accepted.class, effects.get(1).getClass());
        assertEquals(ticket, ((Effect.Tell) effects.get(2)).ticket());
        assertEquals(batch.entries(), ((Effect.WriteEntries) effects.get(0)).entries());
        assertEquals(1, all(Effect.Accepted.class, effects).getFirst().writes().size(), "the signature is no write");
    }
}
