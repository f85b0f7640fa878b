package coco.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coco.crypto.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Random transactions with nested savepoints, beside copies of a map. */
class TxPropertyTest {
    private static final Table TABLE = new Table("t");
    private static final int SEEDS = 150;
    private static final int STEPS = 200;

    @ParameterizedTest
    @EnumSource(Keys.class)
    void behavesAsAMapWithCopies(Keys keys) {
        for (var seed = 0; seed < SEEDS; seed++) new Run(keys, seed).run();
    }

    private static final class Run {
        private final Keys keys;
        private final String where;
        private final SplittableRandom random;
        private final Version version;
        private final Tx tx;
        private NavigableMap<Bytes, Bytes> model = new TreeMap<>();
        private final List<Savepoint> savepoints = new ArrayList<>();
        private final List<NavigableMap<Bytes, Bytes>> copies = new ArrayList<>();

        Run(Keys keys, int seed) {
            this.keys = keys;
            this.where = keys + ", seed " + seed;
            this.random = new SplittableRandom(seed);
            var base = WriteSet.builder();
            for (var i = 0; i < 150; i++) {
                var key = keys.next(random);
                base.put(TABLE, key, key);
                model.put(key, key);
            }
            this.version = Version.EMPTY.with(1, base.build());
            this.tx = new Tx(version, 1 << 20);
        }

        void run() {
            for (var step = 0; step < STEPS; step++) step();
            compare(tx.range(TABLE, null, null), model);
            compare(tx.rangeDescending(TABLE, null, null), model.descendingMap());
            var after = version.with(2, tx.writes());
            TreeCheck.check(after);
            compare(after.range(TABLE, null, null), model);
        }

        private void step() {
            switch (random.nextInt(12)) {
                case 0 -> savepoint();
                case 1 -> end(true);
                case 2 -> end(false);
                case 3 -> walkAndWrite(false);
                case 4 -> walkAndWrite(true);
                case 5 -> compareRange();
                case 6, 7 -> {
                    var key = keys.next(random);
                    assertEquals(model.get(key), tx.get(TABLE, key), where);
                    assertEquals(model.containsKey(key), tx.has(TABLE, key), where);
                }
                default -> write();
            }
        }

        private void savepoint() {
            savepoints.add(tx.savepoint());
            copies.add(new TreeMap<>(model));
        }

        private void end(boolean rollback) {
            if (savepoints.isEmpty()) return;
            var index = random.nextInt(savepoints.size());
            if (rollback) {
                tx.rollback(savepoints.get(index));
                model = copies.get(index);
            } else {
                tx.release(savepoints.get(index));
            }
            savepoints.subList(index, savepoints.size()).clear();
            copies.subList(index, copies.size()).clear();
        }

        private void write() {
            var key = keys.next(random);
            var there = random.nextBoolean() ? model.ceilingKey(key) : null;
            if (there != null) key = there;
            if (random.nextInt(3) == 0) {
                tx.remove(TABLE, key);
                model.remove(key);
            } else {
                var value = keys.next(random);
                tx.put(TABLE, key, value);
                model.put(key, value);
            }
        }

        private void walkAndWrite(boolean descending) {
            var cursor = descending ? tx.rangeDescending(TABLE, null, null) : tx.range(TABLE, null, null);
            var steps = random.nextInt(30);
            var next = descending ? model.lastEntry() : model.firstEntry();
            for (var i = 0; i < steps && next != null; i++) {
                assertTrue(cursor.next(), where);
                assertEquals(next.getKey(), cursor.key(), where);
                assertEquals(next.getValue(), cursor.value().bytes(), where);
                write();
                next = descending ? model.lowerEntry(next.getKey()) : model.higherEntry(next.getKey());
            }
            if (next == null) assertFalse(cursor.next(), where);
        }

        private void compareRange() {
            var from = random.nextInt(5) == 0 ? null : keys.next(random);
            var to = random.nextInt(5) == 0 ? null : keys.next(random);
            var wanted = new TreeMap<>(model);
            wanted.keySet()
                    .removeIf(
                            key -> (from != null && key.compareTo(from) < 0) || (to != null && key.compareTo(to) >= 0));
            compare(tx.range(TABLE, from, to), wanted);
            compare(tx.rangeDescending(TABLE, from, to), wanted.descendingMap());
        }

        private void compare(Cursor cursor, NavigableMap<Bytes, Bytes> wanted) {
            for (var row : wanted.entrySet()) {
                assertTrue(cursor.next(), where);
                assertEquals(row.getKey(), cursor.key(), where);
                assertEquals(row.getValue(), cursor.value().bytes(), where);
            }
            assertFalse(cursor.next(), where);
        }
    }
}
