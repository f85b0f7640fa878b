package coco.store;

import coco.crypto.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One state of all tables: an immutable value. Any thread may read it, for as long as it likes; to go back to it, or to
 * take a snapshot, is to keep the reference. Versions share all nodes in which they do not differ.
 *
 * <p>What can be read depends only on the writes that led here; the shape of the trees does not show.
 */
public final class Version {
    public static final Version EMPTY = new Version(Map.of(), new Root[0]);

    /** The place of each table in {@code roots}; shared by all versions since a table was new. */
    final Map<Table, Integer> places;

    final Root[] roots;
    private final long bytes;

    /** Takes both as they are; the caller gives them up. */
    Version(Map<Table, Integer> places, Root[] roots) {
        this.places = places;
        this.roots = roots;
        var sum = 0L;
        for (var root : roots) sum += root.bytes();
        this.bytes = sum;
    }

    public @Nullable Value get(Table table, Bytes key) {
        return root(table).get(key.unsafeArray());
    }

    /** Entries from {@code from} (null: the first) up to {@code to}, exclusive (null: the last), ascending. */
    public Cursor range(Table table, @Nullable Bytes from, @Nullable Bytes to) {
        return TreeCursor.ascending(root(table), from, to);
    }

    /** The entries of {@link #range}, the last one first. */
    public Cursor rangeDescending(Table table, @Nullable Bytes from, @Nullable Bytes to) {
        return TreeCursor.descending(root(table), from, to);
    }

    /** Entries whose keys begin with {@code prefix}, ascending. */
    public Cursor prefix(Table table, Bytes prefix) {
        return range(table, prefix, endOf(prefix));
    }

    /** The least key that is greater than all keys that begin with {@code prefix}; null where there is none. */
    public static @Nullable Bytes endOf(Bytes prefix) {
        var last = prefix.size() - 1;
        while (last >= 0 && prefix.at(last) == (byte) 0xff) last--;
        if (last < 0) return null;
        var end = prefix.slice(0, last + 1).toArray();
        end[last]++;
        return Bytes.unsafeWrap(end);
    }

    /** Tables that have entries, in their order. */
    public List<Table> tables() {
        var tables = new ArrayList<Table>();
        places.forEach((table, place) -> {
            if (roots[place].size() > 0) tables.add(table);
        });
        tables.sort(null);
        return tables;
    }

    /** How many entries the table has. */
    public long size(Table table) {
        return root(table).size();
    }

    /** About how many bytes of heap this version would hold alone: keys, values, and 64 bytes an entry. */
    public long bytes() {
        return bytes;
    }

    /** The version after the transaction {@code seqno}; this one stays as it is. */
    public Version with(long seqno, WriteSet writes) {
        if (writes.isEmpty()) return this;
        var editor = edit();
        editor.apply(seqno, writes);
        return editor.now();
    }

    /** For many transactions in a row: copies a node once a batch, not once a transaction. */
    public Editor edit() {
        return new Editor(this);
    }

    Root root(Table table) {
        var place = places.get(table);
        return place == null ? Root.EMPTY : roots[place];
    }
}
