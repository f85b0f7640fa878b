package coco.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coco.crypto.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Random sequences of operations, beside {@link TreeMap}: a failing seed is printed with the operation. */
class VersionPropertyTest {
    private static final int SEEDS = 8;
    private static final int BATCHES = 60;

    private static final List<Table> TABLES = List.of(new Table("b"), new Table("public:a"), new Table("public:c"));

    /** A version and what it must hold, also much later. */
    private record Kept(Version version, Map<Table, NavigableMap<Bytes, Value>> model) {}

    @ParameterizedTest
    @EnumSource(Keys.class)
    void behavesAsATreeMapAndOldVersionsStay(Keys keys) {
        for (var seed = 0; seed < SEEDS; seed++) new Run(keys, seed).run();
    }

    private static final class Run {
        private final Keys keys;
        private final int seed;
        private final SplittableRandom random;
        private final Map<Table, NavigableMap<Bytes, Value>> model = new TreeMap<>();
        private final List<Kept> kept = new ArrayList<>();
        private Editor editor = Version.EMPTY.edit();
        private long seqno;

        Run(Keys keys, int seed) {
            this.keys = keys;
            this.seed = seed;
            this.random = new SplittableRandom(seed);
            for (var table : TABLES) model.put(table, new TreeMap<>());
        }

        void run() {
            for (var batch = 0; batch < BATCHES; batch++) {
                // Waves of growth and of decay, so that trees gain and lose levels.
                var removals = (batch / 10) % 2 == 0 ? 20 : 80;
                var transactions = random.nextInt(1, 12);
                for (var i = 0; i < transactions; i++) editor.apply(++seqno, writes(removals));
                freeze();
            }
            for (var old : kept) compare(old, "an old version has changed");
        }

        private WriteSet writes(int removalsPercent) {
            var builder = WriteSet.builder();
            var count = random.nextInt(random.nextInt(4) == 0 ? 300 : 12);
            for (var i = 0; i < count; i++) {
                var table = TABLES.get(random.nextInt(TABLES.size()));
                if (random.nextInt(100) < removalsPercent) builder.remove(table, victim(table));
                else builder.put(table, keys.next(random), keys.next(random));
            }
            var writes = builder.build();
            for (var table : writes.tables()) {
                var rows = model(table.table());
                table.writes().forEach((key, value) -> rows.put(key, new Value(value, seqno)));
                rows.keySet().removeAll(table.removes());
            }
            return writes;
        }

        /** Mostly a key that is there, else removals would hardly ever meet one. */
        private Bytes victim(Table table) {
            var key = keys.next(random);
            var there = random.nextInt(5) == 0 ? null : model(table).ceilingKey(key);
            return there == null ? key : there;
        }

        private void freeze() {
            var version = editor.now();
            TreeCheck.check(version);
            var copy = new TreeMap<Table, NavigableMap<Bytes, Value>>();
            model.forEach((table, rows) -> copy.put(table, new TreeMap<>(rows)));
            var now = new Kept(version, copy);
            compare(now, "now");
            if (random.nextInt(6) == 0) kept.add(now);
            if (random.nextInt(10) == 0) goBack();
        }

        /** As a leader does that lost its place: another editor goes on from an earlier version. */
        private void goBack() {
            if (kept.isEmpty()) return;
            var old = kept.get(random.nextInt(kept.size()));
            editor = old.version.edit();
            old.model.forEach((table, rows) -> model.put(table, new TreeMap<>(rows)));
        }

        private void compare(Kept state, String when) {
            state.model.forEach((table, rows) -> {
                var where = when + ": " + keys + ", seed " + seed + ", table " + table;
                assertEquals(rows.size(), state.version.size(table), where);
                assertRows(rows, state.version.range(table, null, null), where);
                assertRows(rows.descendingMap(), state.version.rangeDescending(table, null, null), where);
                for (var i = 0; i < 5; i++) compareSome(state.version, table, rows, where);
            });
            assertEquals(
                    state.model.entrySet().stream()
                            .filter(table -> !table.getValue().isEmpty())
                            .map(Map.Entry::getKey)
                            .toList(),
                    state.version.tables());
        }

        private void compareSome(Version version, Table table, NavigableMap<Bytes, Value> rows, String where) {
            var from = random.nextInt(6) == 0 ? null : keys.next(random);
            var to = random.nextInt(6) == 0 ? null : keys.next(random);
            var range = rangeOf(rows, from, to);
            assertRows(range, version.range(table, from, to), where + " from " + from + " to " + to);
            assertRows(range.descendingMap(), version.rangeDescending(table, from, to), where + " descending");
            var key = keys.next(random);
            assertEquals(rows.get(key), version.get(table, key), where + " get " + key);
            var prefix = key.slice(0, random.nextInt(key.size() + 1));
            var wanted = new TreeMap<>(rows);
            wanted.keySet().removeIf(k -> !k.startsWith(prefix));
            assertRows(wanted, version.prefix(table, prefix), where + " prefix " + prefix);
        }

        private NavigableMap<Bytes, Value> model(Table table) {
            return model.getOrDefault(table, new TreeMap<>());
        }
    }

    static NavigableMap<Bytes, Value> rangeOf(
            NavigableMap<Bytes, Value> rows, @Nullable Bytes from, @Nullable Bytes to) {
        if (from != null && to != null && from.compareTo(to) >= 0) return new TreeMap<>();
        var above = from == null ? rows : rows.tailMap(from, true);
        return to == null ? above : above.headMap(to, false);
    }

    static void assertRows(Map<Bytes, Value> wanted, Cursor cursor, String where) {
        for (var row : wanted.entrySet()) {
            assertTrue(cursor.next(), () -> where + ": ends before " + row.getKey());
            assertEquals(row.getKey(), cursor.key(), where);
            assertEquals(row.getValue(), cursor.value(), where);
        }
        assertFalse(cursor.next(), where + ": goes on");
        assertFalse(cursor.next(), where + ": goes on after its end");
    }

    @ParameterizedTest
    @EnumSource(Keys.class)
    void aTreeOfManyLevelsCanBeEmptied(Keys keys) {
        var random = new SplittableRandom(4);
        var table = TABLES.getFirst();
        var rows = new TreeMap<Bytes, Value>();
        var editor = Version.EMPTY.edit();
        for (var i = 0; i < 20_000; i++) {
            var key = keys.next(random);
            rows.put(key, new Value(key, i));
            editor.put(table, key, new Value(key, i));
        }
        var full = editor.now();
        TreeCheck.check(full);
        var version = full;
        for (var key : List.copyOf(rows.keySet())) {
            if (random.nextInt(3) == 0) continue;
            version = version.with(1, WriteSet.builder().remove(table, key).build());
            rows.remove(key);
        }
        TreeCheck.check(version);
        assertRows(rows, version.range(table, null, null), "two thirds removed");
        for (var key : rows.descendingKeySet()) {
            version = version.with(1, WriteSet.builder().remove(table, key).build());
        }
        assertEquals(List.of(), version.tables());
        assertEquals(0, version.bytes());
        assertNull(version.get(table, rows.firstKey()));
        TreeCheck.check(full);
    }
}
