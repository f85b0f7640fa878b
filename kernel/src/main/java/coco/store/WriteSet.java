package coco.store;

import coco.crypto.Bytes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What one transaction changes: for each table, in order, new values and removals by key. Immutable. */
public final class WriteSet {
    public static final WriteSet EMPTY = new WriteSet(List.of(), 0);

    /** What the ledger's form adds for a table: length of its name, version, three counts; and one byte of kind. */
    static final int TABLE_BYTES = 41;

    /** What it adds for a key or for a value: the length. */
    static final int LENGTH_BYTES = 8;

    private final List<TableWrites> tables;
    private final int bytes;

    private WriteSet(List<TableWrites> tables, int bytes) {
        this.tables = tables;
        this.bytes = bytes;
    }

    public static Builder builder() {
        return new Builder();
    }

    public boolean isEmpty() {
        return tables.isEmpty();
    }

    /** About its size in the ledger: names, keys, values, and their lengths and counts. */
    public int bytes() {
        return bytes;
    }

    /**
     * These changes and those of {@code other}.
     *
     * @throws IllegalArgumentException where both change a table
     */
    public WriteSet plus(WriteSet other) {
        if (isEmpty()) return other;
        if (other.isEmpty()) return this;
        var all = new ArrayList<>(tables);
        all.addAll(other.tables);
        all.sort(Comparator.comparing(TableWrites::table));
        for (var i = 1; i < all.size(); i++)
            if (all.get(i - 1).table().equals(all.get(i).table()))
                throw new IllegalArgumentException("both change " + all.get(i).table());
        return new WriteSet(List.copyOf(all), Math.addExact(bytes, other.bytes));
    }

    /** The tables with changes, in their order. */
    public List<TableWrites> tables() {
        return tables;
    }

    public void forEach(Consumer<TableWrites> action) {
        tables.forEach(action);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof WriteSet that && tables.equals(that.tables);
    }

    @Override
    public int hashCode() {
        return tables.hashCode();
    }

    @Override
    public String toString() {
        return tables.toString();
    }

    /** Collects changes; of several to one key the last counts. One owner. */
    public static final class Builder {
        private final Map<Table, NavigableMap<Bytes, Pending>> tables = new HashMap<>();
        private long bytes;

        private Builder() {}

        public Builder put(Table table, Bytes key, Bytes value) {
            set(table, key, new Pending(value, 0));
            return this;
        }

        public Builder remove(Table table, Bytes key) {
            set(table, key, new Pending(null, 0));
            return this;
        }

        /** @throws ArithmeticException where it has more than 2 GB */
        public WriteSet build() {
            var changed = tables.entrySet().stream()
                    .filter(entry -> !entry.getValue().isEmpty())
                    .sorted(Map.Entry.comparingByKey())
                    .map(entry -> new TableWrites(entry.getKey(), entry.getValue()))
                    .toList();
            return changed.isEmpty() ? EMPTY : new WriteSet(changed, Math.toIntExact(bytes));
        }

        /** The changes to a table, in the order of keys; it follows what is done here later. */
        NavigableMap<Bytes, Pending> changes(Table table) {
            return tables.computeIfAbsent(table, _ -> new TreeMap<>());
        }

        @Nullable
        Pending change(Table table, Bytes key) {
            var changes = tables.get(table);
            return changes == null ? null : changes.get(key);
        }

        /** What {@link #bytes} would be after {@code set} with the same arguments. */
        long bytesWith(Table table, Bytes key, @Nullable Pending change) {
            var changes = changes(table);
            var before = changes.get(key);
            var others = changes.size() - (before == null ? 0 : 1);
            var now = bytes - cost(key, before) + cost(key, change);
            if (others > 0 || (before == null) == (change == null)) return now;
            var name = TABLE_BYTES + Bytes.ofUtf8(table.name()).size();
            return change == null ? now - name : now + name;
        }

        /** Returns what was there before; null, also for {@code change}, means that the key has no change. */
        @Nullable
        Pending set(Table table, Bytes key, @Nullable Pending change) {
            bytes = bytesWith(table, key, change);
            return change == null ? changes(table).remove(key) : changes(table).put(key, change);
        }

        private static long cost(Bytes key, @Nullable Pending change) {
            if (change == null) return 0;
            var value = change.value();
            return LENGTH_BYTES + (long) key.size() + (value == null ? 0 : LENGTH_BYTES + (long) value.size());
        }
    }
}
