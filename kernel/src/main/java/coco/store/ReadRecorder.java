package coco.store;

import coco.crypto.Bytes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Collects what a transaction reads, up to a number of bytes; beyond it, only that it was too much. Owned by a Tx. */
final class ReadRecorder {
    /** About what one read costs in memory beside its key. */
    private static final int READ_BYTES = 64;

    private final int bytesMax;
    private final Map<Table, Map<Bytes, Optional<Value>>> points = new HashMap<>();
    private final List<Walk> walks = new ArrayList<>();
    private long bytes;

    /** A range as far as it has been walked. */
    static final class Walk {
        private final Table table;
        private final @Nullable Bytes from;
        private final @Nullable Bytes to;
        private final boolean descending;
        private final List<Row> seen = new ArrayList<>();
        private boolean begun;
        private boolean ended;

        private Walk(Table table, @Nullable Bytes from, @Nullable Bytes to, boolean descending) {
            this.table = table;
            this.from = from;
            this.to = to;
            this.descending = descending;
        }

        /** A walk that stopped knows nothing of what lies behind the last entry it has seen. */
        private ReadSet.Range range() {
            if (ended || seen.isEmpty()) return new ReadSet.Range(table, from, to, descending, List.copyOf(seen));
            var last = seen.getLast().key();
            return descending
                    ? new ReadSet.Range(table, last, to, true, List.copyOf(seen))
                    : new ReadSet.Range(table, from, last.concat(Bytes.of((byte) 0)), false, List.copyOf(seen));
        }
    }

    ReadRecorder(int bytesMax) {
        this.bytesMax = bytesMax;
    }

    void read(Table table, Bytes key, @Nullable Value value) {
        if (bytes > bytesMax) return;
        var before = points.computeIfAbsent(table, _ -> new HashMap<>()).put(key, Optional.ofNullable(value));
        if (before == null) count(key);
    }

    Cursor watch(Table table, @Nullable Bytes from, @Nullable Bytes to, boolean descending, Cursor base) {
        return new RecordingCursor(base, this, new Walk(table, from, to, descending));
    }

    /** The walk has come to {@code row}; null: to its end. */
    void walked(Walk walk, @Nullable Row row) {
        if (bytes > bytesMax || walk.ended) return;
        if (!walk.begun) {
            walk.begun = true;
            walks.add(walk);
            count(Bytes.EMPTY);
        }
        if (row == null) {
            walk.ended = true;
            return;
        }
        walk.seen.add(row);
        count(row.key());
    }

    ReadSet reads() {
        if (bytes > bytesMax) return ReadSet.OVERFLOW;
        var points = new ArrayList<ReadSet.Point>();
        this.points.forEach((table, reads) ->
                reads.forEach((key, seen) -> points.add(new ReadSet.Point(table, key, seen.orElse(null)))));
        return new ReadSet(points, walks.stream().map(Walk::range).toList(), (int) bytes, false);
    }

    private void count(Bytes key) {
        bytes += READ_BYTES + (long) key.size();
        if (bytes <= bytesMax) return;
        points.clear();
        walks.clear();
    }
}
