package coco.raft;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** Counts by reason; any thread may count. */
final class RefusalCounts {
    private final Map<Refusal, LongAdder> counts = new EnumMap<>(Refusal.class);

    RefusalCounts() {
        for (var reason : Refusal.values()) counts.put(reason, new LongAdder());
    }

    void count(Refusal reason) {
        var adder = counts.get(reason);
        if (adder != null) adder.increment();
    }

    Map<Refusal, Long> read() {
        var read = new EnumMap<Refusal, Long>(Refusal.class);
        counts.forEach((reason, adder) -> read.put(reason, adder.sum()));
        return Collections.unmodifiableMap(read);
    }
}
