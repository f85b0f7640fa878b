package coco.spi;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** One process life of a node, as its event sink saw it. Guarded by itself. */
final class LogLife implements Consumer<LogEvent> {
    /** A line of the record: an event, or a snapshot that the test installed. */
    sealed interface Line {
        record Event(LogEvent event) implements Line {}

        record Installed(long index) implements Line {}
    }

    final int node;
    final long appliedIndex;
    private final List<Line> lines = new ArrayList<>();

    LogLife(int node, long appliedIndex) {
        this.node = node;
        this.appliedIndex = appliedIndex;
    }

    @Override
    public synchronized void accept(LogEvent event) {
        lines.add(new Line.Event(event));
    }

    synchronized void installed(long index) {
        lines.add(new Line.Installed(index));
    }

    synchronized List<Line> lines() {
        return List.copyOf(lines);
    }

    /** All events of one kind, in order. */
    <E extends LogEvent> List<E> all(Class<E> kind) {
        return events().filter(kind::isInstance).map(kind::cast).toList();
    }

    Stream<LogEvent> events() {
        return lines().stream().filter(Line.Event.class::isInstance).map(line -> ((Line.Event) line).event());
    }

    boolean has(LogEvent event) {
        return events().anyMatch(event::equals);
    }

    @Override
    public String toString() {
        return "node " + node + ": " + lines();
    }
}
