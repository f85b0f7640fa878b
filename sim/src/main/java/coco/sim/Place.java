package coco.sim;

import org.jspecify.annotations.Nullable;

/** A place for a node: its disk outlives the processes that run there. Owner: the world. */
final class Place {
    final int number;
    final SimDisk disk;
    final RaftDisk raftDisk = new RaftDisk();
    private @Nullable SimNode node;

    Place(int number, SimDisk disk) {
        this.number = number;
        this.disk = disk;
    }

    /** The process that runs here, or the last that did. */
    SimNode node() {
        if (node == null) throw new IllegalStateException("no node was ever started in place " + number);
        return node;
    }

    void start(SimNode process) {
        node = process;
    }
}
