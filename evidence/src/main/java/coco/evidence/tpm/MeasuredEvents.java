package coco.evidence.tpm;

import coco.evidence.Hash;
import coco.evidence.Octets;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Events for which signed registers vouch: those of the registers that a log {@linkplain EventLogReplay replayed} to. There
 * is no other way to get one. The registers vouch for each event's digest and for the order within one register. They vouch
 * for an event's data only where it has that digest, and neither for its type nor for the order between registers: who
 * writes the log can pass one event off as another of the same digest, or hide what it was.
 */
public final class MeasuredEvents {
    /** What is measured as a separator (section 10.4.1): normal, after an error, and by Windows. */
    private static final List<Octets> SEPARATORS = List.of(
            Octets.ofHex("00000000"), Octets.ofHex("ffffffff"), Octets.ofHex("00000001"), Octets.ofHex("5742434c"));

    private final RegisterSet set;
    private final Hash algorithm;
    private final List<Event> events;

    private MeasuredEvents(RegisterSet set, Hash algorithm, List<Event> events) {
        this.set = set;
        this.algorithm = algorithm;
        this.events = List.copyOf(events);
    }

    static MeasuredEvents of(EventLog log, RegisterSet set, Hash algorithm, Set<String> registers) {
        var indices = new HashSet<Integer>();
        for (var name : registers) indices.add(set.indexOf(name).orElseThrow());
        var events = log.events().stream()
                .filter(event -> event.isExtending() && indices.contains(event.index()))
                .toList();
        return new MeasuredEvents(set, algorithm, events);
    }

    /** The hash function of the registers. */
    public Hash algorithm() {
        return algorithm;
    }

    public List<Event> events() {
        return events;
    }

    /** The events of one register, by its index in the log; none where that register was not compared. */
    public List<Event> of(int index) {
        return events.stream().filter(event -> event.index() == index).toList();
    }

    /**
     * The events of one register before its first separator: whoever runs later can extend the register by anything, but not
     * undo the separator. None where there is no separator.
     */
    public List<Event> beforeSeparator(int index) {
        var all = of(index);
        return separator(all).stream()
                .boxed()
                .flatMap(at -> all.subList(0, at).stream())
                .toList();
    }

    /** The events of one register behind its first separator. */
    public List<Event> afterSeparator(int index) {
        var all = of(index);
        return separator(all).stream()
                .boxed()
                .flatMap(at -> all.subList(at + 1, all.size()).stream())
                .toList();
    }

    /** The data of an event, where it is what was measured. */
    public Optional<Octets> data(Event event) {
        return event.measuredData(algorithm);
    }

    RegisterSet set() {
        return set;
    }

    /** Told by the digest: a separator stays one under whatever type the log gives it, and nothing else can pass for one. */
    private OptionalInt separator(List<Event> all) {
        return IntStream.range(0, all.size())
                .filter(i -> SEPARATORS.stream().anyMatch(data -> all.get(i).isDigestOf(data, algorithm)))
                .findFirst();
    }
}
