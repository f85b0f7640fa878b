package coco.ledger;

import coco.crypto.Bytes;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeMap;

/**
 * What one transaction changes in one table.
 *
 * @param table its name; in clear iff it begins with {@code public:}
 * @param readVersion CCF's note of the version that was read; 0 in every entry seen
 * @param writes values by key, in the order in which they stand in the entry
 * @param removes keys, none of them also written
 */
public record MapWrites(String table, long readVersion, SequencedMap<Bytes, Bytes> writes, List<Bytes> removes) {
    public MapWrites {
        writes = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(writes));
        removes = List.copyOf(removes);
        var keys = removes.isEmpty() ? Set.<Bytes>of() : new HashSet<>(writes.keySet());
        for (var key : removes)
            if (!keys.add(key)) throw new IllegalArgumentException("a key is changed once in a transaction: " + key);
    }

    /** Writes and removes in the order of their keys, as our own entries have them. */
    public static MapWrites sorted(String table, Map<Bytes, Bytes> writes, List<Bytes> removes) {
        return new MapWrites(
                table, 0, new TreeMap<>(writes), removes.stream().sorted().toList());
    }

    /** One write into a table that has a single row. */
    public static MapWrites onlyRow(String table, Bytes value) {
        return sorted(table, Map.of(Tables.ONLY_ROW, value), List.of());
    }

    public boolean isPublic() {
        return Tables.isPublic(table);
    }

    /** The value written into the table's single row, if there is one. */
    public Optional<Bytes> onlyRow() {
        return Optional.ofNullable(writes.get(Tables.ONLY_ROW));
    }
}
