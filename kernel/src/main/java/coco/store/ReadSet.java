package coco.store;

import coco.crypto.Bytes;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a transaction has seen of its version: keys with value and seqno, keys that were absent, and ranges as far as
 * they were walked. A transaction that would see the same on another version would do the same there. Immutable.
 *
 * <p>Values are compared, not only seqnos: a version that was given up may have had the same seqno.
 */
public final class ReadSet {
    /** More was read than may be recorded: it holds nowhere, and the transaction must be executed at its place. */
    public static final ReadSet OVERFLOW = new ReadSet(List.of(), List.of(), 0, true);

    private final List<Point> points;
    private final List<Range> ranges;
    private final int bytes;
    private final boolean overflow;

    record Point(Table table, Bytes key, @Nullable Value seen) {
        boolean stillHolds(Version head) {
            return Objects.equals(seen, head.get(table, key));
        }
    }

    /** {@code seen} is all there was from {@code from} to {@code to}, in the order of the walk. */
    record Range(
            Table table, @Nullable Bytes from, @Nullable Bytes to, boolean descending, List<Row> seen) {
        boolean stillHolds(Version head) {
            var cursor = descending ? head.rangeDescending(table, from, to) : head.range(table, from, to);
            for (var row : seen) {
                if (!cursor.next() || !cursor.row().equals(row)) return false;
            }
            return !cursor.next();
        }
    }

    ReadSet(List<Point> points, List<Range> ranges, int bytes, boolean overflow) {
        this.points = points;
        this.ranges = ranges;
        this.bytes = bytes;
        this.overflow = overflow;
    }

    /** Whether {@code head} shows all that was seen, and nothing more in the ranges. Never true after an overflow. */
    public boolean stillHolds(Version head) {
        return !overflow
                && points.stream().allMatch(point -> point.stillHolds(head))
                && ranges.stream().allMatch(range -> range.stillHolds(head));
    }

    public boolean isOverflow() {
        return overflow;
    }

    /** Nothing was read: holds everywhere. */
    public boolean isEmpty() {
        return !overflow && points.isEmpty() && ranges.isEmpty();
    }

    /** About the memory of what is recorded. */
    public int bytes() {
        return bytes;
    }
}
