package coco.sim;

import coco.crypto.Bytes;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Where a {@link Scenario} is played: one calm world that does what it is told. Owner: the one who plays. */
final class Stage {
    private static final long SEED = 1;
    private static final long PATIENCE = 2_000_000;

    private final Trace trace;
    private final Map<String, Long> attempts = new HashMap<>();
    private World world;

    Stage(Consumer<String> out) {
        // What a node accepts is told by `show`, and by the answers.
        this.trace = new Trace(
                line -> {
                    if (!line.contains(" accepted ")) out.accept(line);
                },
                false);
        this.world = new World(SEED, Profile.calm(1, Profile.Restart.LOCAL_DISK, false, LogFaults.NONE), Trace.SILENT);
    }

    void carryOut(String command) {
        var words = List.of(command.split(" ", -1));
        try {
            if (words.getFirst().equals("start")) start(words);
            else if (words.size() == 1) all(words.getFirst());
            else one(words, place(words.get(1)));
        } catch (IndexOutOfBoundsException | NumberFormatException e) {
            throw new IllegalArgumentException("a word is missing or wrong: " + command, e);
        } catch (IOException e) {
            throw new IllegalStateException("the disk of a scenario does not fail: " + command, e);
        }
    }

    private void start(List<String> words) {
        var restart = words.contains("as-new") ? Profile.Restart.NEW_NODE : Profile.Restart.LOCAL_DISK;
        var faults = words.contains("unguarded") ? LogFaults.UNGUARDED : LogFaults.NONE;
        var profile = Profile.calm(Integer.parseInt(words.get(1)), restart, words.contains("grown"), faults);
        world = new World(SEED, profile, trace);
    }

    private void all(String word) {
        switch (word) {
            case "settle" -> until(world::isAtRest);
            case "heal" -> world.network().heal();
            case "show" -> world.places().forEach(this::show);
            default -> throw new IllegalArgumentException("not a command: " + word);
        }
    }

    private void show(Place place) {
        var node = place.node();
        var text = new StringBuilder(node.isDead() ? "is down, was at " : "is at ");
        text.append(node.accepted().txId())
                .append(" in epoch ")
                .append(node.accepted().epoch());
        if (node.leads()) text.append(", leads");
        if (node.replica().inDoubt() > 0)
            text.append(", has ").append(node.replica().inDoubt()).append(" in doubt");
        var voters = node.replica().voters().size();
        if (voters > 0) text.append(", knows ").append(voters).append(" voters");
        world.tell(node, text.toString());
    }

    private void one(List<String> words, Place place) throws IOException {
        var node = place.node();
        var log = node.log();
        switch (words.getFirst()) {
            case "lead" -> lead(node);
            case "submit" -> submit(node, words);
            case "read" -> world.clients().readFresh(node);
            case "wait" -> forMillis(Integer.parseInt(words.get(2)));
            case "isolate" -> isolate(place);
            case "kill" -> world.kill(place);
            case "crash" -> world.crash(place);
            case "keep" -> place.keepCopy();
            case "roll-back" -> place.rollBack();
            case "wipe" -> place.disk.wipe();
            case "back" -> world.begin(place);
            case "remove" -> world.leave(place);
            case "pause" -> node.pause(true);
            case "resume" -> node.pause(false);
            case "hold" -> node.hold(true);
            case "release" -> node.hold(false);
            case "snapshot" -> node.takeSnapshot();
            case "clock" -> node.shiftClock(Long.parseLong(words.get(2)));
            case "step-down" -> log.stepDown(log.term());
            case "refuse" -> log.refuseNext(Integer.parseInt(words.get(2)));
            case "refuse-after" -> log.refuseAfterNext(Integer.parseInt(words.get(2)));
            case "stay" -> log.stayNext(Integer.parseInt(words.get(2)));
            default -> throw new IllegalArgumentException("not a command: " + words.getFirst());
        }
    }

    /** Makes the node the leader, by a transfer where there is another one, and waits until it executes. */
    private void lead(SimNode node) {
        var leader = world.leader();
        if (leader != null && leader != node) leader.log().stepDown(leader.log().term());
        node.log().campaign();
        until(node::leads);
    }

    private void submit(SimNode node, List<String> words) {
        var key = Integer.parseInt(words.get(2));
        var name = words.size() > 4 ? words.get(4) : "";
        if (name.isEmpty()) {
            world.clients().put(node, key, null);
            return;
        }
        var attempt = attempts.computeIfAbsent(name, _ -> 1_000L + attempts.size());
        world.clients().put(node, key, attempt, Bytes.ofUtf8(name));
    }

    private void isolate(Place place) {
        for (var other : world.places()) {
            if (other == place) continue;
            world.network().cut(place.node().id(), other.node().id());
            world.network().cut(other.node().id(), place.node().id());
        }
    }

    private void forMillis(long millis) {
        var end = world.schedule().now() + 1_000 * millis;
        while (world.schedule().step(end)) {}
    }

    private void until(BooleanSupplier reached) {
        var end = world.schedule().now() + PATIENCE;
        while (!reached.getAsBoolean() && world.schedule().step(end)) {}
    }

    private Place place(String name) {
        if (name.equals("all")) return world.places().getFirst();
        return world.places().get(Integer.parseInt(name.substring(2)) - 1);
    }

    /** All come back, and the world is judged. */
    void close() {
        world.healAndJudge();
    }
}
