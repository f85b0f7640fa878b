package coco.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coco.crypto.Bytes;
import coco.spi.LogEvent.Barrier;
import coco.spi.LogEvent.BarrierFailed;
import coco.spi.LogEvent.Committed;
import coco.spi.LogEvent.Configuration;
import coco.spi.LogEvent.LeaderReady;
import coco.spi.LogEvent.NotLeader;
import coco.spi.LogEvent.ReconfigurationFailed;
import coco.spi.LogEvent.Refused;
import coco.spi.LogEvent.SnapshotNeeded;
import coco.spi.LogWorld.Node;
import coco.spi.LogWorld.Office;
import coco.spi.OrderedLog.Proposal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What every {@link OrderedLog} keeps. Each test drives real nodes of {@link #net}; when it is over, {@link LogHistory} checks
 * the promises that hold whatever happened. Nothing here assumes how long anything takes, or that a leader stays.
 */
public abstract class OrderedLogContract {
    private LogWorld world;
    private LogNet net;

    protected OrderedLogContract() {}

    /**
     * A fresh set of nodes, none of them open.
     *
     * @param folder empty, for the implementation that has files
     */
    protected abstract LogNet net(Path folder) throws IOException;

    @BeforeEach
    void open(@TempDir Path folder) throws IOException {
        net = net(folder);
        world = new LogWorld(net);
    }

    @AfterEach
    void close() {
        try {
            world.close();
        } finally {
            net.close();
        }
    }

    // --- order ---

    @Test
    void everyNodeHandsOverTheSameEntries() throws IOException {
        world.start(3);
        var entries = world.commit(30);
        for (var i = 1; i < entries.size(); i++)
            assertTrue(entries.get(i - 1).index() < entries.get(i).index(), "order of appending");
        world.awaitEverywhere(entries.getLast());
        for (var node : world.nodes())
            assertTrue(node.life().all(Committed.class).containsAll(entries));
    }

    @Test
    void aLeaderIsReadyAfterAllEntriesBefore() throws IOException {
        world.start(3);
        var before = world.commit(5);
        var old = world.leader();
        world.stop(old.node());
        var office = world.leader();
        assertTrue(office.term() > old.term());
        var seen = office.node().life().events().toList();
        var ready = seen.indexOf(new LeaderReady(office.term()));
        for (var entry : before) assertTrue(seen.indexOf(entry) >= 0 && seen.indexOf(entry) < ready, "before ready");
    }

    @Test
    void nothingIsLostOverAChangeOfLeader() throws IOException {
        world.start(3);
        var before = world.commit(5);
        var old = world.leader().node();
        world.stop(old);
        var after = world.commit(5);
        var back = world.start(old.number(), world.peers(1, 2, 3));
        world.awaitOn(back, after.getLast());
        assertTrue(back.life().all(Committed.class).containsAll(before));
    }

    // --- the guard ---

    @Test
    void aBatchOfAnotherTermIsRefused() throws IOException {
        world.start(1);
        var office = world.leader();
        for (var term : List.of(office.term() + 1, office.term() - 1)) {
            var batch = world.batch();
            offer(office, new Proposal(term, 1, 1, 1, batch));
            awaitRefused(office, term, 1, 1);
            world.commit();
            assertTrue(world.committed(batch).isEmpty());
        }
    }

    @Test
    void aGapIsRefused() throws IOException {
        world.start(1);
        var office = world.leader();
        var first = world.batch();
        var second = world.batch();
        offer(office, new Proposal(office.term(), 10, 14, 1, first));
        offer(office, new Proposal(office.term(), 16, 16, 1, second));
        awaitRefused(office, office.term(), 16, 1);
        offer(office, new Proposal(office.term(), 15, 15, 1, second));
        net.await("the batch that fits", () -> world.committed(second).isPresent());
        assertEquals(1, count(office.node(), first));
        assertEquals(1, count(office.node(), second));
    }

    @Test
    void whatWasAppendedIsNotAppendedAgain() throws IOException {
        world.start(3);
        var office = world.leader();
        var batch = world.batch();
        var place = world.take(office);
        offer(office, new Proposal(office.term(), place, place, 1, batch));
        offer(office, new Proposal(office.term(), place, place, 2, batch));
        net.await("a decision", () -> refused(office, office.term(), place, 2) || world.over(office));
        world.awaitEverywhere(world.commit());
        for (var node : world.nodes()) assertTrue(count(node, batch) <= 1);
    }

    @Test
    void aRefusedBatchMayBeOfferedAgain() throws IOException {
        world.start(3);
        var office = world.leader();
        var follower = follower(office);
        var batch = world.batch();
        var place = world.take(office);
        follower.log().append(new Proposal(office.term(), place, place, 1, batch));
        net.await(
                "refusal by a follower",
                () -> !follower.life().all(Refused.class).isEmpty());
        offer(office, new Proposal(office.term(), place, place, 2, batch));
        net.await("commit or end of office", () -> world.committed(batch).isPresent() || world.over(office));
        world.awaitEverywhere(world.commit());
        for (var node : world.nodes()) assertTrue(count(node, batch) <= 1);
    }

    // --- reads ---

    @Test
    void aBarrierComesAfterWhatWasCommittedBefore() throws IOException {
        world.start(3);
        for (var round = 1; round <= 5; round++) {
            var entry = world.commit();
            for (var node : world.nodes()) barrierAfter(node, 100L * round + node.number(), entry);
        }
    }

    /** Asks until answered well, as any reader would: elections may come between. */
    private void barrierAfter(Node node, long id, Committed entry) {
        for (var attempt = 0L; ; attempt++) {
            var asked = id * 1000 + attempt;
            node.log().barrier(asked);
            net.await("barrier " + asked, () -> node.life().has(new Barrier(asked)) || failed(node, asked));
            if (failed(node, asked)) continue;
            var seen = node.life().events().toList();
            assertTrue(seen.indexOf(entry) >= 0, "entry " + entry.index() + " is missing at the barrier");
            assertTrue(seen.indexOf(entry) < seen.indexOf(new Barrier(asked)), "the entry comes first");
            return;
        }
    }

    @Test
    void aDeposedLeaderReachesNoBarrier() throws IOException {
        net.trusting(1);
        world.start(1);
        world.commit();
        for (var node = 2; node <= 3; node++) {
            world.start(node, Set.of());
            world.reconfigure(world.peers(1, node - 1), node == 2 ? world.peers(1, 2) : world.peers(1, 2, 3));
        }
        var entry = world.commit();
        var old = world.leader();
        barrierAfter(old.node(), 1, entry); // a leader that was confirmed once for this very entry
        net.cut(old.node().number());
        var newer = world.commitOther(old.node().number(), 1).getFirst();
        old.node().log().barrier(77);
        net.await("an answer", () -> failed(old.node(), 77) || old.node().life().has(new Barrier(77)));
        assertFalse(old.node().life().has(new Barrier(77)), "a read from the past");
        net.heal(old.node().number());
        world.awaitOn(old.node(), newer);
    }

    // --- office ---

    @Test
    void whoStepsDownMayLeadALaterTerm() throws IOException {
        world.start(1);
        var office = world.leader();
        office.node().log().stepDown(office.term() + 1);
        office.node().log().stepDown(office.term() - 1);
        world.commit();
        assertFalse(world.over(office), "only its own term ends");
        office.node().log().stepDown(office.term());
        net.await("the end of office", () -> office.node().life().has(new NotLeader(office.term())));
        var later = world.leader();
        assertTrue(later.term() > office.term());
        world.commit();
    }

    @Test
    void leadershipMovesOn() throws IOException {
        world.start(3);
        world.commit();
        var office = world.leader();
        office.node().log().stepDown(office.term());
        net.await("the end of office", () -> office.node().life().has(new NotLeader(office.term())));
        assertTrue(world.leader().term() > office.term());
        world.awaitEverywhere(world.commit());
    }

    // --- restarts ---

    @Test
    void aRestartForgetsNothing() throws IOException {
        world.start(3);
        var before = world.commit(5);
        for (var node : world.nodes()) world.stop(node);
        world.start(3);
        var after = world.commit(5);
        world.awaitEverywhere(after.getLast());
        for (var node : world.nodes())
            assertTrue(node.life().all(Committed.class).containsAll(before));
    }

    @Test
    void aRestartGoesOnBehindTheSnapshot() throws IOException {
        world.start(1);
        var before = world.commit(6);
        world.stop(world.node(1));
        var point = before.get(3);
        var node = world.start(1, world.peers(1), point.term(), point.index());
        world.commit();
        var seen = node.life().all(Committed.class);
        assertFalse(seen.contains(point));
        assertTrue(seen.containsAll(before.subList(4, 6)));
    }

    // --- voters ---

    @Test
    void votersComeAndGo() throws IOException {
        world.start(1);
        var first = world.commit(3);
        world.start(2, Set.of());
        world.reconfigure(world.peers(1), world.peers(1, 2));
        world.start(3, Set.of());
        world.reconfigure(world.peers(1, 2), world.peers(1, 2, 3));
        world.awaitEverywhere(world.commit());
        for (var node : world.nodes())
            assertTrue(node.life().all(Committed.class).containsAll(first));

        var leaving = follower(world.leader());
        var staying = world.nodes().stream()
                .mapToInt(Node::number)
                .filter(n -> n != leaving.number())
                .toArray();
        world.reconfigure(world.peers(1, 2, 3), world.peers(staying));
        world.stop(leaving);
        world.awaitEverywhere(world.commit());
        for (var node : world.nodes())
            assertEquals(
                    Set.copyOf(world.peers(staying).stream()
                            .map(OrderedLog.Peer::id)
                            .toList()),
                    node.life().all(Configuration.class).getLast().voters());
    }

    @Test
    void votersChangeByOneAndFromWhatTheyAre() throws IOException {
        world.start(1);
        var node = world.leader().node();
        node.log().reconfigure(world.peers(1, 3), world.peers(1));
        world.awaitEvent(node, ReconfigurationFailed.class, 0);
        node.log().reconfigure(world.peers(1), world.peers(1, 2, 3));
        world.awaitEvent(node, ReconfigurationFailed.class, 1);
        node.log().reconfigure(world.peers(1), world.peers(2));
        world.awaitEvent(node, ReconfigurationFailed.class, 2);
        world.commit();
    }

    // --- those who lag ---

    @Test
    void aLaggardCatchesUp() throws IOException {
        world.start(3);
        world.commit();
        var laggard = follower(world.leader());
        net.cut(laggard.number());
        var missed = world.commitOther(laggard.number(), 10);
        assertFalse(laggard.life().has(missed.getLast()));
        net.heal(laggard.number());
        world.awaitOn(laggard, missed.getLast());
        assertTrue(laggard.life().all(Committed.class).containsAll(missed));
    }

    @Test
    void aLaggardBehindTheLogTakesASnapshot() throws IOException {
        world.start(3);
        world.commit();
        var laggard = follower(world.leader());
        net.cut(laggard.number());
        var missed = world.commitOther(laggard.number(), 12);
        var point = missed.getLast();
        for (var node : world.nodes()) {
            if (node.number() == laggard.number()) continue;
            world.awaitOn(node, point);
            node.log().durable(point.index());
        }
        var after = world.commitOther(laggard.number(), 2);
        net.heal(laggard.number());
        var needed = world.awaitEvent(laggard, SnapshotNeeded.class, 0);
        assertTrue(needed.index() >= missed.getFirst().index() && needed.index() <= point.index(), "" + needed);
        laggard.installed(point);
        world.awaitOn(laggard, after.getLast());
        assertFalse(laggard.life().has(point), "what the snapshot holds is not handed over");
        world.awaitEverywhere(world.commit());
    }

    @Test
    void aNewcomerStartsBehindItsSnapshot() throws IOException {
        world.start(1);
        var before = world.commit(12);
        var point = before.get(10);
        world.node(1).log().durable(point.index());
        var newcomer = world.start(2, Set.of(), point.term(), point.index());
        world.reconfigure(world.peers(1), world.peers(1, 2));
        var after = world.commit();
        world.awaitEverywhere(after);
        assertEquals(
                before.getLast(),
                newcomer.life().all(Committed.class).getFirst(),
                "the first entry after the snapshot");
    }

    // --- the end ---

    @Test
    void aClosedLogIsSilent() throws IOException {
        world.start(3);
        world.commit();
        var node = world.nodes().getFirst();
        world.stop(node);
        var lines = node.life().lines().size();
        node.log().barrier(5);
        node.log().append(new Proposal(1, 1, 1, 1, world.batch()));
        world.commit(3);
        assertEquals(lines, node.life().lines().size());
    }

    // ---

    private void offer(Office office, Proposal proposal) {
        office.node().log().append(proposal);
    }

    private Node follower(Office office) {
        return world.nodes().stream()
                .filter(node -> node.number() != office.node().number())
                .findFirst()
                .orElseThrow();
    }

    private void awaitRefused(Office office, long term, long first, int attempt) {
        net.await("refusal of " + first, () -> refused(office, term, first, attempt));
    }

    private static boolean refused(Office office, long term, long first, int attempt) {
        return office.node().life().all(Refused.class).stream()
                .anyMatch(it -> it.term() == term && it.first() == first && it.attempt() == attempt);
    }

    private static boolean failed(Node node, long barrier) {
        return node.life().all(BarrierFailed.class).stream().anyMatch(it -> it.id() == barrier);
    }

    private static long count(Node node, Bytes batch) {
        return node.life().all(Committed.class).stream()
                .filter(entry -> entry.batch().equals(batch))
                .count();
    }
}
