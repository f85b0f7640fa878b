package coco.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coco.ledger.NodeId;
import coco.replica.TrustedNodes;
import coco.spi.OrderedLog.Peer;
import java.util.HashSet;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/** Which node may fail while another is being replaced, at each stage of the change of voters. */
class FaultBoundTest {
    private static final long PATIENCE = 2_000_000;

    @Test
    void aNewcomerIsSparedFromWhenItsVoteIsAskedFor() {
        var world = started(3);
        var newcomer = replaced(world);
        assertTrue(world.bound().mayLose(newcomer), "nobody counts on it yet");

        until(
                world,
                () -> world.leader() != null
                        && world.leader().votersAskedFor().findAny().isPresent());
        assertEquals(0, logsWith(world, 4), "no log has heard of it");
        assertFalse(world.bound().mayLose(newcomer), "two of four would be left");

        until(world, () -> logsWith(world, 4) > 0);
        assertFalse(world.bound().mayLose(newcomer), "two of four would be left");

        until(world, world::isAtRest);
        assertTrue(world.bound().mayLose(newcomer), "two of three are left");
    }

    @Test
    void votersThatOnlyAMessageKnowsCount() {
        var world = started(5);
        var newcomer = replaced(world);
        until(world, () -> logsWith(world, 6) > 0);
        assertEquals(1, logsWith(world, 6), "only the leader's log has them");
        var leader = world.placeOf(leader(world));
        assertTrue(world.bound().mayLose(leader), "four of six are left");

        world.crash(leader);
        assertEquals(0, logsWith(world, 6), "no log has them any more");
        assertFalse(world.bound().mayLose(newcomer), "three of six would be left once the message arrives");
    }

    @Test
    void aNodeWhoseDiskIsFullIsNotCountedOn() {
        var world = started(3);
        var founders = new HashSet<Peer>();
        for (var place : world.places()) founders.add(new Peer(place.node().id(), "log"));
        world.places().getFirst().disk.fill(true);
        assertTrue(world.bound().mayVote(founders), "two of three are left");
        assertFalse(world.bound().mayLose(world.places().get(1)), "one of three would be left");
        world.kill(world.places().get(1));
        assertFalse(world.bound().mayVote(founders), "one of three is left");
    }

    @Test
    void nobodyGetsAVoteWhileTheOthersCannotCarryIt() {
        var world = started(3);
        var newcomer = replaced(world);
        for (var place : world.places())
            world.network().cut(place.node().id(), newcomer.node().id());
        until(world, () -> isTrustedByAll(world, newcomer.node().id()));
        var founder = world.places().stream()
                .filter(place -> place != newcomer && place.node() != world.leader())
                .findFirst()
                .orElseThrow();

        founder.disk.fill(true);
        world.network().heal();
        var end = world.schedule().now() + 100_000;
        while (world.schedule().step(end)) {}
        assertTrue(newcomer.node().isUp(), "it has joined and could vote");
        assertEquals(0, logsWith(world, 4), "two of four are not enough");
        assertFalse(founder.node().isDead(), "it had nothing to write meanwhile");

        founder.disk.fill(false);
        until(world, world::isAtRest);
        assertEquals(3, leader(world).replica().voters().size());
    }

    private static boolean isTrustedByAll(World world, NodeId id) {
        return world.places().stream()
                .map(Place::node)
                .filter(node -> !node.id().equals(id))
                .allMatch(node -> TrustedNodes.of(node.accepted().store()).contains(id)
                        && node.accepted().seqno().value() == world.checker().length());
    }

    /** How many live nodes have a configuration of so many voters in their log. */
    private static long logsWith(World world, int voters) {
        return world.places().stream()
                .map(Place::node)
                .filter(node -> !node.isDead())
                .filter(node -> node.log().configurations().stream().anyMatch(all -> all.size() == voters))
                .count();
    }

    private static World started(int nodes) {
        var profile = Profile.calm(nodes, Profile.Restart.NEW_NODE, false, LogFaults.NONE);
        var world = new World(1, profile, Trace.SILENT);
        until(world, world::isAtRest);
        return world;
    }

    /** The place of a follower that has died for good, and in which a new node has started. */
    private static Place replaced(World world) {
        var place = world.places().stream()
                .filter(any -> any.node() != world.leader())
                .findFirst()
                .orElseThrow();
        world.kill(place);
        world.begin(place);
        return place;
    }

    private static SimNode leader(World world) {
        var leader = world.leader();
        if (leader == null) throw new AssertionError("somebody leads");
        return leader;
    }

    private static void until(World world, BooleanSupplier reached) {
        var end = world.schedule().now() + PATIENCE;
        while (!reached.getAsBoolean() && world.schedule().step(end)) {}
        assertTrue(reached.getAsBoolean(), "it comes so far");
    }
}
