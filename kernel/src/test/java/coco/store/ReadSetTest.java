package coco.store;

import static coco.store.TxTest.key;
import static coco.store.TxTest.walk;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coco.crypto.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ReadSetTest {
    private static final Table TABLE = new Table("accounts");
    private static final Version VERSION = Version.EMPTY.with(
            7,
            WriteSet.builder()
                    .put(TABLE, key("b"), key("2"))
                    .put(TABLE, key("d"), key("4"))
                    .put(TABLE, key("f"), key("6"))
                    .put(TABLE, key("h"), key("8"))
                    .build());

    private final Tx tx = recording(VERSION);

    private static Tx recording(Version version) {
        return Tx.recordingReads(version, 1 << 20, 1 << 20);
    }

    private static Version put(String key) {
        return VERSION.with(8, WriteSet.builder().put(TABLE, key(key), key("!")).build());
    }

    private static Version remove(String key) {
        return VERSION.with(8, WriteSet.builder().remove(TABLE, key(key)).build());
    }

    @Test
    void aValueThatWasReadMustBeTheSame() {
        assertTrue(tx.reads().isEmpty());
        assertEquals(key("2"), tx.get(TABLE, key("b")));
        assertFalse(tx.reads().isEmpty());
        assertTrue(tx.reads().stillHolds(VERSION));
        assertTrue(tx.reads().stillHolds(put("d")));
        assertFalse(tx.reads().stillHolds(put("b")));
        assertFalse(tx.reads().stillHolds(remove("b")));
    }

    @Test
    void theSameValueWrittenAgainIsAnotherOne() {
        assertTrue(tx.has(TABLE, key("b")));
        var again = VERSION.with(
                8, WriteSet.builder().put(TABLE, key("b"), key("2")).build());
        assertFalse(tx.reads().stillHolds(again));
    }

    @Test
    void anotherValueUnderTheSameSeqnoIsAnotherOne() {
        assertTrue(tx.has(TABLE, key("b")));
        var otherPast = Version.EMPTY.with(
                7, WriteSet.builder().put(TABLE, key("b"), key("x")).build());
        assertFalse(tx.reads().stillHolds(otherPast));
    }

    @Test
    void aKeyThatWasAbsentMustStayAbsent() {
        assertFalse(tx.has(TABLE, key("c")));
        assertTrue(tx.reads().stillHolds(put("b")));
        assertFalse(tx.reads().stillHolds(put("c")));
    }

    @Test
    void aWalkedRangeAdmitsNoPhantom() {
        assertEquals("d4 f6", walk(tx.range(TABLE, key("c"), key("g"))));
        assertTrue(tx.reads().stillHolds(put("a")));
        assertTrue(tx.reads().stillHolds(put("g")), "the end is outside");
        assertFalse(tx.reads().stillHolds(put("c")), "the beginning is inside");
        assertFalse(tx.reads().stillHolds(put("e")));
        assertFalse(tx.reads().stillHolds(put("ff")), "behind the last entry, before the end");
        assertFalse(tx.reads().stillHolds(put("d")));
        assertFalse(tx.reads().stillHolds(remove("d")));
    }

    @Test
    void anEmptyRangeAdmitsNoPhantom() {
        assertEquals("", walk(tx.range(TABLE, key("x"), null)));
        assertFalse(tx.reads().stillHolds(put("y")));
        assertTrue(tx.reads().stillHolds(put("w")));
    }

    @Test
    void whatAWalkDidNotReachDoesNotMatter() {
        var walked = tx.range(TABLE, null, null);
        assertTrue(tx.reads().isEmpty(), "nothing is seen before the first step");
        assertTrue(walked.next());
        assertTrue(tx.reads().stillHolds(put("c")));
        assertFalse(tx.reads().stillHolds(put("a")));
        assertFalse(tx.reads().stillHolds(remove("b")));
    }

    @Test
    void aDescendingWalkReachesDown() {
        var cursor = tx.rangeDescending(TABLE, null, key("g"));
        assertTrue(cursor.next());
        assertEquals(key("f"), cursor.key());
        assertTrue(tx.reads().stillHolds(put("a")));
        assertTrue(tx.reads().stillHolds(put("g")));
        assertFalse(tx.reads().stillHolds(put("ff")));
        assertFalse(tx.reads().stillHolds(remove("f")));
    }

    @Test
    void ownWritesAreNotReads() {
        tx.put(TABLE, key("b"), key("9"));
        assertEquals(key("9"), tx.get(TABLE, key("b")));
        assertTrue(tx.reads().isEmpty());
    }

    @Test
    void whatWasReadBeforeARollbackCounts() {
        var savepoint = tx.savepoint();
        assertTrue(tx.has(TABLE, key("b")));
        tx.rollback(savepoint);
        assertFalse(tx.reads().stillHolds(put("b")));
    }

    @Test
    void tooMuchHoldsNowhere() {
        var small = Tx.recordingReads(VERSION, 0, 200);
        assertTrue(small.has(TABLE, key("b")));
        assertTrue(small.has(TABLE, key("b")));
        assertTrue(small.has(TABLE, key("d")));
        assertFalse(small.reads().isOverflow());
        assertEquals("b2 d4 f6 h8", walk(small.range(TABLE, null, null)));
        assertTrue(small.reads().isOverflow());
        assertFalse(small.reads().isEmpty());
        assertFalse(small.reads().stillHolds(VERSION));
        assertTrue(small.has(TABLE, key("f")));
        assertFalse(small.reads().stillHolds(VERSION));
    }

    /** Where the read set holds, the same steps on the new version must see the same. */
    @ParameterizedTest
    @EnumSource(Keys.class)
    void aReadSetThatHoldsMeansTheSameOutcome(Keys keys) {
        var held = 0;
        var broken = 0;
        for (var seed = 0; seed < 1_500; seed++) {
            var random = new SplittableRandom(seed);
            var before = Version.EMPTY.with(1, writes(keys, random, 60));
            var after = before.with(2, writes(keys, random, random.nextInt(20)));
            var first = recording(before);
            var seen = program(first, keys, seed);
            if (first.reads().stillHolds(after)) {
                held++;
                assertEquals(seen, program(recording(after), keys, seed), keys + ", seed " + seed);
            } else {
                broken++;
            }
        }
        assertTrue(held > 200 && broken > 200, "both happened: " + held + " held, " + broken + " did not");
    }

    private static WriteSet writes(Keys keys, SplittableRandom random, int count) {
        var writes = WriteSet.builder();
        for (var i = 0; i < count; i++) {
            if (random.nextInt(4) == 0) writes.remove(TABLE, keys.next(random));
            else writes.put(TABLE, keys.next(random), keys.next(random));
        }
        return writes.build();
    }

    /** Does a few random reads, walks and writes, and returns all that it saw. */
    private static List<Object> program(Tx tx, Keys keys, int seed) {
        var random = new SplittableRandom(seed + 1_000_000L);
        var seen = new ArrayList<>();
        for (var step = 0; step < 6; step++) {
            switch (random.nextInt(4)) {
                case 0 -> seen.add(String.valueOf(tx.getValue(TABLE, keys.next(random))));
                case 1 -> tx.put(TABLE, keys.next(random), Bytes.EMPTY);
                default -> seen.addAll(someRows(tx, keys, random));
            }
        }
        return seen;
    }

    private static List<Object> someRows(Tx tx, Keys keys, SplittableRandom random) {
        var seen = new ArrayList<>();
        var from = keys.next(random);
        var to = random.nextBoolean() ? null : keys.next(random);
        var cursor = random.nextBoolean() ? tx.range(TABLE, from, to) : tx.rangeDescending(TABLE, from, to);
        var steps = random.nextInt(8);
        for (var i = 0; i < steps; i++) seen.add(cursor.next() ? cursor.row() : "end");
        return seen;
    }
}
