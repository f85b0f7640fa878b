package coco.store;

import coco.crypto.Bytes;
import java.util.Collections;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** What a write set does to one table: no key is both written and removed, and there is at least one of either. */
public final class TableWrites {
    private final Table table;
    private final NavigableMap<Bytes, Bytes> writes;
    private final NavigableSet<Bytes> removes;

    TableWrites(Table table, NavigableMap<Bytes, Pending> pending) {
        var writes = new TreeMap<Bytes, Bytes>();
        var removes = new TreeSet<Bytes>();
        pending.forEach((key, change) -> {
            if (change.value() == null) removes.add(key);
            else writes.put(key, change.value());
        });
        this.table = table;
        this.writes = Collections.unmodifiableNavigableMap(writes);
        this.removes = Collections.unmodifiableNavigableSet(removes);
    }

    public Table table() {
        return table;
    }

    /** New values by key, ascending; unmodifiable. */
    public NavigableMap<Bytes, Bytes> writes() {
        return writes;
    }

    /** Removed keys, ascending; a key among them may be absent. Unmodifiable. */
    public NavigableSet<Bytes> removes() {
        return removes;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TableWrites that
                && table.equals(that.table)
                && writes.equals(that.writes)
                && removes.equals(that.removes);
    }

    @Override
    public int hashCode() {
        return (table.hashCode() * 31 + writes.hashCode()) * 31 + removes.hashCode();
    }

    @Override
    public String toString() {
        return table + " +" + writes + " -" + removes;
    }
}
