package coco.spi;

import coco.spi.LogEvent.Committed;
import coco.spi.LogEvent.LeaderReady;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The promises that must hold over all lives of all nodes, whatever happened. */
final class LogHistory {
    private final TreeMap<Long, Committed> entries = new TreeMap<>();
    private final Map<Long, Integer> leaders = new HashMap<>();

    private LogHistory() {}

    static void check(Collection<LogLife> lives) {
        var history = new LogHistory();
        for (var life : lives) history.agree(life);
        for (var life : lives) history.follow(life);
    }

    /** One index, one entry; one term, one leader. */
    private void agree(LogLife life) {
        for (var entry : life.all(Committed.class)) {
            var other = entries.putIfAbsent(entry.index(), entry);
            if (other != null && !other.equals(entry)) broken(life, "another entry at " + entry.index());
        }
        for (var ready : life.all(LeaderReady.class))
            if (leaders.put(ready.term(), life.node) != null) broken(life, "a second leader of term " + ready.term());
    }

    /** Order, completeness and terms of one life. */
    private void follow(LogLife life) {
        var reached = life.appliedIndex;
        var term = 0L;
        var led = 0L;
        Set<Long> seen = new HashSet<>();
        for (var line : life.lines()) {
            switch (line) {
                case LogLife.Line.Installed(var index) -> reached = Math.max(reached, index);
                case LogLife.Line.Event(Committed entry) -> {
                    if (entry.term() < term) broken(life, "terms fall at " + entry.index());
                    if (entry.term() < led) broken(life, "an entry of term " + entry.term() + " after ready " + led);
                    if (entry.index() <= reached && !seen.contains(entry.index()))
                        broken(life, "goes back to " + entry.index());
                    if (entry.index() > reached) complete(life, reached, entry.index());
                    term = entry.term();
                    reached = Math.max(reached, entry.index());
                    seen.add(entry.index());
                }
                case LogLife.Line.Event(LeaderReady(var ready)) -> {
                    led = Math.max(led, ready);
                    for (var entry : entries.tailMap(reached, false).values())
                        if (entry.term() < ready) broken(life, "ready in " + ready + " without entry " + entry.index());
                }
                case LogLife.Line.Event _ -> {}
            }
        }
    }

    /** Nothing lies between two entries that follow each other. */
    private void complete(LogLife life, long from, long to) {
        var skipped = entries.subMap(from, false, to, false);
        if (!skipped.isEmpty()) broken(life, "skips " + skipped.keySet());
    }

    private static void broken(LogLife life, String what) {
        throw new AssertionError("node " + life.node + ": " + what + "\n" + life);
    }
}
