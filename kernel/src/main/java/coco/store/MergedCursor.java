package coco.store;

import coco.crypto.Bytes;
import java.util.Map;
import java.util.NavigableMap;
import org.jspecify.annotations.Nullable;

/** A walk over a version's entries and, over them, a transaction's own changes, which may grow meanwhile. */
final class MergedCursor implements Cursor {
    private final Cursor base;
    private final NavigableMap<Bytes, Pending> own;
    private final @Nullable Bytes from;
    private final @Nullable Bytes to;
    private final boolean descending;

    private boolean over;

    /** The base is to move on before it is looked at again; not earlier, for what it passes counts as read. */
    private boolean baseStale = true;

    private boolean baseThere;

    /** How far the walk has come; entries that a removal hid count. */
    private @Nullable Bytes passed;

    private @Nullable Bytes key;
    private @Nullable Value value;

    MergedCursor(
            Cursor base,
            NavigableMap<Bytes, Pending> own,
            @Nullable Bytes from,
            @Nullable Bytes to,
            boolean descending) {
        this.base = base;
        this.own = own;
        this.from = from;
        this.to = to;
        this.descending = descending;
    }

    @Override
    public boolean next() {
        if (over) return false;
        while (true) {
            if (baseStale) baseThere = base.next();
            baseStale = false;
            var change = nextChange();
            if (change == null && !baseThere) return nothing();
            var order = change == null ? 1 : baseThere ? order(change.getKey(), base.key()) : -1;
            if (order > 0) return fromBase();
            baseStale = order == 0;
            if (change != null && fromOwn(change)) return true;
        }
    }

    @Override
    public Bytes key() {
        if (key == null) throw new IllegalStateException("on no entry");
        return key;
    }

    @Override
    public Value value() {
        if (value == null) throw new IllegalStateException("on no entry");
        return value;
    }

    private boolean nothing() {
        over = true;
        key = null;
        value = null;
        return false;
    }

    private boolean fromBase() {
        key = base.key();
        value = base.value();
        passed = key;
        baseStale = true;
        return true;
    }

    private boolean fromOwn(Map.Entry<Bytes, Pending> change) {
        passed = change.getKey();
        var written = change.getValue().value();
        if (written == null) return false;
        key = passed;
        value = new Value(written, Value.PENDING);
        return true;
    }

    private int order(Bytes left, Bytes right) {
        return descending ? right.compareTo(left) : left.compareTo(right);
    }

    /** The nearest own change ahead, looked up each time: the map may have changed since. */
    private Map.@Nullable Entry<Bytes, Pending> nextChange() {
        if (own.isEmpty()) return null;
        var next = descending ? changeBelow() : changeAbove();
        return next == null || isOutside(next.getKey()) ? null : next;
    }

    private Map.@Nullable Entry<Bytes, Pending> changeAbove() {
        if (passed != null) return own.higherEntry(passed);
        return from == null ? own.firstEntry() : own.ceilingEntry(from);
    }

    private Map.@Nullable Entry<Bytes, Pending> changeBelow() {
        if (passed != null) return own.lowerEntry(passed);
        return to == null ? own.lastEntry() : own.lowerEntry(to);
    }

    private boolean isOutside(Bytes at) {
        return descending ? from != null && at.compareTo(from) < 0 : to != null && at.compareTo(to) >= 0;
    }
}
