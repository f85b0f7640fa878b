package coco.sim;

import coco.ledger.NodeId;
import coco.spi.OrderedLog.Peer;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How much may fail at once: of every configuration that counts, or that may come to count, more than half lives on. Raft promises progress
 * for no less, and while its voters change each configuration needs a majority of its own (Ongaro's thesis, chapter 4), so a world that
 * breaks this proves nothing by not coming to rest.
 *
 * <p>It binds chaos, which takes nodes away, and the operator, who changes the voters: each of them asks here, before, and neither knows
 * what the other is about to do.
 */
final class FaultBound {
    private final World world;

    FaultBound(World world) {
        this.world = world;
    }

    /** Whether the process in this place may stop, or its disk be full. One that comes back on its own disk is not lost. */
    boolean mayLose(Place victim) {
        if (!world.profile().comesBackAsNew()) return true;
        return world.checker().length() > 0 && configurations().allMatch(voters -> canGoOn(voters, victim));
    }

    /** Whether these may become the voters. */
    boolean mayVote(Set<Peer> voters) {
        return canGoOn(voters, null);
    }

    /** What live nodes have in their logs behind the commit index, what they are asked for, and what messages may yet bring them. */
    private Stream<Set<Peer>> configurations() {
        var inNodes = world.places().stream()
                .map(Place::node)
                .filter(node -> !node.isDead())
                .flatMap(node -> Stream.concat(node.log().configurations().stream(), node.votersAskedFor()));
        // A node that waits to be added knows of no voters.
        return Stream.concat(inNodes, world.network().votersUnderWay()).filter(voters -> !voters.isEmpty());
    }

    private boolean canGoOn(Set<Peer> voters, @Nullable Place victim) {
        var left = voters.stream().filter(peer -> stays(peer.id(), victim)).count();
        return left * 2 > voters.size();
    }

    private boolean stays(NodeId id, @Nullable Place victim) {
        return world.places().stream().anyMatch(place -> place != victim && !place.disk.isFull() && place.isLive(id));
    }
}
