package coco.sim;

/** Everything that goes wrong: crashes, partitions, pauses, clocks, disks. Owner: the world. */
final class Mischief {
    private final World world;
    private final Chance chance;
    private boolean over;

    Mischief(World world, Chance chance) {
        this.world = world;
        this.chance = chance;
    }

    void begin() {
        world.schedule().after(world.profile().disturbEvery(), this::disturb);
    }

    void end() {
        over = true;
    }

    private void disturb() {
        if (over) return;
        var place = chance.pick(world.places());
        switch (chance.below(15)) {
            case 0, 1 -> crash(place);
            case 2 -> partition(place, true);
            case 3 -> partition(place, false);
            case 4 -> world.network().heal();
            case 5, 6 -> handOver();
            case 7 -> {
                world.count("clock jumps");
                place.node().shiftClock(chance.between(-5_000, 5_000));
            }
            case 8 -> pause(place);
            case 9 ->
                world.network()
                        .weather(
                                chance.oneIn(2) ? 0 : (int) chance.between(3, 30),
                                world.profile().delayMaxMicros());
            case 10 -> fillDisk(place);
            case 11 -> crashLeader();
            case 12 -> place.keepCopy();
            case 13 -> {
                if (chance.oneIn(3)) powerCut();
            }
            case 14 -> remove(place);
            default -> throw new IllegalStateException("no such fault");
        }
        var every = world.profile().disturbEvery();
        world.schedule().after(chance.between(every / 4 + 1, every * 2), this::disturb);
    }

    private void handOver() {
        var leader = world.leader();
        if (leader == null) return;
        world.count("transfers of leadership");
        leader.log().stepDown(leader.log().term());
    }

    private void crashLeader() {
        var leader = world.leader();
        if (leader != null) crash(world.placeOf(leader));
    }

    private void crash(Place place) {
        if (place.node().isDead() || !world.bound().mayLose(place)) return;
        world.count("crashes");
        world.crash(place);
        world.restart(place, chance.between(5_000, 400_000));
    }

    /** All nodes at once; they must come back from their own disks. */
    private void powerCut() {
        if (world.profile().comesBackAsNew()) return;
        world.count("power cuts");
        for (var place : world.places()) {
            if (place.node().isDead()) continue;
            world.crash(place);
            world.restart(place, chance.between(5_000, 100_000));
        }
    }

    private void fillDisk(Place place) {
        if (!world.bound().mayLose(place)) return;
        world.count("full disks");
        place.disk.fill(true);
        world.schedule().after(chance.between(10_000, 200_000), () -> place.disk.fill(false));
    }

    /** The members decide that a node has to leave; a large network only, and one node. */
    private void remove(Place place) {
        var leader = world.leader();
        if (world.places().size() < 5
                || leader == null
                || leader.replica().voters().size() < 5) return;
        if (world.profile().comesBackAsNew() || world.places().stream().anyMatch(Place::isVacant)) return;
        world.count("nodes removed");
        world.leave(place);
    }

    private void partition(Place place, boolean bothWays) {
        world.count(bothWays ? "partitions" : "one-way partitions");
        for (var other : world.places()) {
            if (other == place) continue;
            world.network().cut(place.node().id(), other.node().id());
            if (bothWays) world.network().cut(other.node().id(), place.node().id());
        }
        world.schedule().after(chance.between(50_000, 900_000), world.network()::heal);
    }

    private void pause(Place place) {
        if (place.node().isDead() || place.node().isPaused()) return;
        world.count("pauses");
        var node = place.node();
        node.pause(true);
        world.schedule().after(chance.between(20_000, 600_000), () -> node.pause(false));
    }
}
