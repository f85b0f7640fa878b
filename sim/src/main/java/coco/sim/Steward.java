package coco.sim;

import coco.governance.Membership;
import coco.ledger.LedgerFile;
import coco.ledger.NodeId;
import coco.replica.Event;
import coco.replica.Reconciler;
import coco.replica.TrustedNodes;
import coco.spi.Request;
import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What nodes and their operators do about membership: a new node asks to be admitted and takes a snapshot; a leader
 * makes the voters follow
 * the ledger; a node that has been replaced is retired. Owner: the world.
 */
final class Steward {
    private static final long EVERY = 15_000;

    private final World world;
    private long asked;
    private boolean begun;

    Steward(World world) {
        this.world = world;
    }

    /** Without effect where it has begun. */
    void begin() {
        if (begun) return;
        begun = true;
        world.schedule().after(EVERY, this::step);
    }

    private void step() {
        world.schedule().after(EVERY, this::step);
        for (var place : world.places()) join(place);
        var leader = world.leader();
        if (leader == null || leader.isPaused()) return;
        reconcile(leader);
        if (!world.clients().isWaiting(asked)) changeOne(leader);
    }

    /** A new node takes its state from a peer that has seen its admission, and so can be trusted with what it needs. */
    private void join(Place place) {
        var node = place.node();
        if (node.isDead()
                || node.isPaused()
                || !node.accepted().isEmpty()
                || node.log().votes()) return;
        for (var other : world.places()) {
            var peer = other.node();
            if (peer == node || !peer.isUp() || !isTrusted(peer, node.id())) continue;
            if (!world.network().connected(peer.id(), node.id())) continue;
            try {
                if (node.install(peer)) world.happened(node, "nodes joined", "joins with the state of " + peer.name());
            } catch (IOException | LedgerFile.TamperedException e) {
                world.stopped(node, e.toString());
            }
            return;
        }
    }

    private void reconcile(SimNode leader) {
        var ask = Reconciler.ask(leader.accepted(), leader.replica().voters());
        if (ask == null || !isSafe(ask)) return;
        leader.feed(ask);
        world.count("voters changed");
    }

    /** A node is added once it is up; a change must leave a majority that is. */
    private boolean isSafe(Event.ReconfigureAsked ask) {
        return world.bound().mayVote(ask.desired())
                && ask.desired().stream().allMatch(peer -> ask.current().contains(peer) || isUp(peer.id()));
    }

    private boolean isUp(NodeId id) {
        var process = world.process(id);
        return process != null && process.isUp() && isTrusted(process, id);
    }

    private void changeOne(SimNode leader) {
        var change = nextChange(leader);
        if (change != null) asked = world.clients().administer(leader, change);
    }

    /**
     * A node that ended before it was ever a voter goes first: while the ledger trusts it and the voters lack it,
     * there is no room for another change.
     */
    private @Nullable Request nextChange(SimNode leader) {
        var trusted = TrustedNodes.of(leader.accepted().store());
        var voters = leader.replica().voters();
        for (var id : trusted) if (isGone(id) && !voters.contains(id)) return new Membership.Retire(id);
        for (var place : world.places()) {
            var node = place.node();
            if (!node.isDead() && !place.isVacant() && !trusted.contains(node.id()))
                return place.identity().admit();
        }
        for (var id : trusted) {
            if (isLeaving(id) || (isGone(id) && isReplaced(id, trusted, voters))) return new Membership.Retire(id);
        }
        return null;
    }

    private boolean isGone(NodeId id) {
        var process = world.process(id);
        return world.profile().comesBackAsNew() && (process == null || process.isDead());
    }

    private boolean isLeaving(NodeId id) {
        return world.places().stream().anyMatch(place -> place.isVacant() && place.hosted(id));
    }

    private boolean isReplaced(NodeId old, Set<NodeId> trusted, Set<NodeId> voters) {
        for (var place : world.places()) {
            var now = place.node().id();
            if (place.hosted(old) && !now.equals(old) && trusted.contains(now) && voters.contains(now)) return true;
        }
        return false;
    }

    private static boolean isTrusted(SimNode peer, NodeId id) {
        return TrustedNodes.of(peer.accepted().store()).contains(id);
    }
}
