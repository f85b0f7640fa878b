package coco.replica;

import static org.junit.jupiter.api.Assertions.assertEquals;

import coco.crypto.Bytes;
import coco.crypto.MalformedException;
import coco.ledger.NodeId;
import coco.spi.Answer;
import coco.spi.LogEvent;
import coco.spi.OrderedLog;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Nodes of one network, and a log that holds what the test puts there. */
final class TestNet {
    final List<TestNode> nodes;
    private long index = -1;

    /** The first of the names opens the ledger; all are trusted. */
    TestNet(String... names) {
        var all = Arrays.asList(names);
        this.nodes = all.stream()
                .map(name -> new TestNode(name, name.equals(names[0]) ? all : null))
                .toList();
    }

    TestNode node(int number) {
        return nodes.get(number);
    }

    Set<NodeId> ids() {
        return nodes.stream().map(TestNode::id).collect(Collectors.toUnmodifiableSet());
    }

    /** The log elects the node; what it says when it hears of that. */
    List<Effect> ready(TestNode leader, long term, Set<NodeId> voters) {
        var configuration = new LogEvent.Configuration(term, ++index, voters);
        for (var node : nodes) node.on(configuration);
        return leader.on(new LogEvent.LeaderReady(term));
    }

    /** The log elects the node; the batch that it opens its view with. */
    Batch elect(TestNode leader, long term) throws MalformedException {
        return batch(ready(leader, term, ids()));
    }

    /** Elects the first node and accepts its opening: the network runs in view 2. */
    TestNode open() throws MalformedException {
        var leader = node(0);
        commit(1, elect(leader, 1));
        return leader;
    }

    /** The log commits the batch; what {@code node} does then. */
    List<Effect> commit(long term, Batch batch, TestNode node) {
        List<Effect> its = List.of();
        var committed = new LogEvent.Committed(term, ++index, batch.encode());
        for (var each : nodes) {
            var effects = each.on(committed);
            if (each == node) its = effects;
        }
        return its;
    }

    void commit(long term, Batch batch) {
        commit(term, batch, node(0));
    }

    /** The log hands the batch to one node only, so far. */
    LogEvent.Committed next(long term, Batch batch) {
        return new LogEvent.Committed(term, ++index, batch.encode());
    }

    static Batch batch(List<Effect> effects) throws MalformedException {
        return Batch.decode(proposal(effects).bytes());
    }

    static OrderedLog.Proposal proposal(List<Effect> effects) {
        return one(Effect.Append.class, effects).proposal();
    }

    static <E extends Effect> List<E> all(Class<E> kind, List<Effect> effects) {
        return effects.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /** The only effect of its kind. */
    static <E extends Effect> E one(Class<E> kind, List<Effect> effects) {
        var found = all(kind, effects);
        assertEquals(1, found.size(), () -> kind.getSimpleName() + " in " + effects);
        return found.getFirst();
    }

    static <E extends Effect> void none(Class<E> kind, List<Effect> effects) {
        assertEquals(List.of(), all(kind, effects));
    }

    /** What the client was told; null where it has heard nothing. */
    static @Nullable Answer answer(List<Effect> effects, long ticket) {
        var tells = all(Effect.Tell.class, effects).stream()
                .filter(tell -> tell.ticket() == ticket)
                .toList();
        return tells.isEmpty() ? null : tells.getFirst().answer();
    }

    /** The same batch with other bytes in the place of entry {@code number}. */
    static Batch with(Batch batch, int number, Bytes entry) {
        var entries = new ArrayList<>(batch.entries());
        entries.set(number, entry);
        return new Batch(
                batch.networkId(),
                batch.view(),
                batch.epoch(),
                batch.first(),
                batch.last(),
                batch.previousRoot(),
                entries);
    }
}
