package coco.sim;

/**
 * What a world is like; drawn from the seed.
 *
 * @param nodes how many nodes it starts with
 * @param log how unkind the log is
 * @param loss one in so many messages is lost, 0 for none
 * @param delayMaxMicros how long a message takes at most
 * @param disturbEvery microseconds between two faults on average
 * @param chaosMicros how long faults happen before the world heals
 * @param rejoin whether a node that stops comes back as a new one, its disk a cache that the host may have rolled back; else it restarts from
 *     its own disk
 * @param outbox batches a leader may have in the log unaccepted
 */
record Profile(
        int nodes,
        LogFaults log,
        int loss,
        long delayMaxMicros,
        long disturbEvery,
        long chaosMicros,
        boolean rejoin,
        int outbox) {
    static Profile draw(Chance chance) {
        var faults = new LogFaults(
                chance.oneIn(2) ? (int) chance.between(4, 60) : 0,
                chance.oneIn(2) ? (int) chance.between(6, 80) : 0,
                chance.oneIn(2) ? (int) chance.between(10, 80) : 0,
                chance.oneIn(2) ? 2 : 0,
                chance.oneIn(2) ? 2 : 0);
        return new Profile(
                chance.oneIn(3) ? 5 : 3,
                faults,
                chance.oneIn(2) ? (int) chance.between(5, 100) : 0,
                chance.pick(java.util.List.of(500L, 2_000L, 10_000L, 40_000L)),
                chance.between(40_000, 400_000),
                chance.between(1_000_000, 3_000_000),
                chance.oneIn(3),
                (int) chance.between(1, 4));
    }

    /** A world in which nothing goes wrong by itself: scenarios script their own faults. */
    static Profile calm(int nodes) {
        return new Profile(nodes, LogFaults.NONE, 0, 500, 0, 0, false, 4);
    }
}
