package coco.sim;

import java.util.List;

/**
 * What a world is like; drawn from the seed.
 *
 * @param nodes how many nodes it has, or grows to
 * @param restart how a node that stopped comes back
 * @param grown whether the first node makes the network alone and admits the others one by one
 * @param log how unkind the log is
 * @param loss one in so many messages is lost, 0 for none
 * @param delayMaxMicros how long a message takes at most
 * @param disturbEvery microseconds between two faults on average
 * @param chaosMicros how long faults happen before the world heals
 * @param outbox batches a leader may have in the log unaccepted
 */
record Profile(
        int nodes,
        Restart restart,
        boolean grown,
        LogFaults log,
        int loss,
        long delayMaxMicros,
        long disturbEvery,
        long chaosMicros,
        int outbox) {
    /** What a process is that starts where another ended. */
    enum Restart {
        /** The same node: it trusts its own disk, and so the host. */
        LOCAL_DISK,
        /** A new node, to be admitted; the disk is a cache that the host may have rolled back. */
        NEW_NODE
    }

    static Profile draw(Chance chance) {
        var faults = new LogFaults(
                chance.oneIn(2) ? (int) chance.between(4, 60) : 0,
                chance.oneIn(2) ? (int) chance.between(6, 80) : 0,
                chance.oneIn(2) ? (int) chance.between(10, 80) : 0,
                chance.oneIn(2) ? 2 : 0,
                chance.oneIn(2) ? 2 : 0,
                chance.oneIn(3) ? 2 : 0);
        return new Profile(
                chance.oneIn(4) ? 5 : 3,
                chance.oneIn(3) ? Restart.NEW_NODE : Restart.LOCAL_DISK,
                chance.oneIn(6),
                faults,
                chance.oneIn(2) ? (int) chance.between(5, 100) : 0,
                chance.pick(List.of(500L, 2_000L, 10_000L, 40_000L)),
                chance.between(20_000, 200_000),
                chance.between(300_000, 1_500_000),
                (int) chance.between(1, 4));
    }

    /** A world in which nothing goes wrong by itself: scenarios bring their own faults. */
    static Profile calm(int nodes, Restart restart, boolean grown, LogFaults faults) {
        return new Profile(nodes, restart, grown, faults, 0, 500, 0, 0, 4);
    }

    boolean comesBackAsNew() {
        return restart == Restart.NEW_NODE;
    }
}
