package coco.sim;

import coco.ledger.NodeId;
import org.jspecify.annotations.Nullable;

/** A place for a node: its disk outlives the processes that run there. Owner: the world. */
final class Place {
    final int number;
    final SimDisk disk;
    private RaftDisk raftDisk = new RaftDisk();
    private int life;
    private @Nullable SimNode node;
    private SimDisk.@Nullable Copy kept;
    private boolean vacant;

    Place(int number, SimDisk disk) {
        this.number = number;
        this.disk = disk;
    }

    /** The process that runs here, or the last that did. */
    SimNode node() {
        if (node == null) throw new IllegalStateException("no node was ever started in place " + number);
        return node;
    }

    boolean wasStarted() {
        return node != null;
    }

    void started(SimNode process) {
        node = process;
    }

    RaftDisk raftDisk() {
        return raftDisk;
    }

    /** Which process life it is that a node which starts now as a new one would have. */
    int life() {
        return life;
    }

    /** From now on another node lives here, with nothing of its own. */
    void nextLife() {
        life++;
        raftDisk = new RaftDisk();
    }

    Identity identity() {
        return Identity.of(number, life);
    }

    /** Whether this node lives here, or did once. */
    boolean hosted(NodeId id) {
        for (var i = 0; i <= life; i++) if (Identity.of(number, i).id().equals(id)) return true;
        return false;
    }

    boolean isLive(NodeId id) {
        return node != null && !node.isDead() && node.id().equals(id);
    }

    /** The host keeps a copy of the disk. */
    void keepCopy() {
        kept = disk.copy();
    }

    /** The host puts its copy back, if it has one. */
    boolean rollBack() {
        if (kept == null) return false;
        disk.rollBack(kept);
        return true;
    }

    /** Nobody starts here again: its node was removed from the network. */
    void leave() {
        vacant = true;
    }

    boolean isVacant() {
        return vacant;
    }
}
