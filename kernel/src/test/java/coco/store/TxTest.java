package coco.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coco.crypto.Bytes;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TxTest {
    private static final Table TABLE = new Table("accounts");
    private static final Table OTHER = new Table("public:info");
    private static final int WRITE_BYTES_MAX = 10_000;

    private static final Version VERSION = Version.EMPTY.with(
            7,
            WriteSet.builder()
                    .put(TABLE, key("a"), key("1"))
                    .put(TABLE, key("c"), key("3"))
                    .put(TABLE, key("e"), key("5"))
                    .build());

    private final Tx tx = new Tx(VERSION, WRITE_BYTES_MAX);

    static Bytes key(String text) {
        return Bytes.ofUtf8(text);
    }

    static String walk(Cursor cursor) {
        var text = new StringBuilder();
        for (var row : cursor.rows()) {
            text.append(row.key().toUtf8()).append(row.value().bytes().toUtf8()).append(' ');
        }
        return text.toString().strip();
    }

    @Test
    void readsItsOwnWritesAndLeavesTheVersion() {
        tx.put(TABLE, key("a"), key("9"));
        tx.remove(TABLE, key("c"));
        tx.put(OTHER, key("a"), key("0"));
        assertEquals(key("9"), tx.get(TABLE, key("a")));
        assertEquals(new Value(key("9"), Value.PENDING), tx.getValue(TABLE, key("a")));
        assertFalse(tx.has(TABLE, key("c")));
        assertEquals(new Value(key("5"), 7), tx.getValue(TABLE, key("e")));
        assertEquals(key("0"), tx.get(OTHER, key("a")));
        assertEquals(key("1"), new Tx(VERSION, 0).get(TABLE, key("a")));
        assertTrue(new Tx(VERSION, 0).has(TABLE, key("c")));
    }

    @Test
    void rangesShowOwnWritesInBothDirections() {
        tx.put(TABLE, key("b"), key("2"));
        tx.remove(TABLE, key("c"));
        tx.put(TABLE, key("e"), key("6"));
        tx.put(TABLE, key("f"), key("7"));
        assertEquals("a1 b2 e6 f7", walk(tx.range(TABLE, null, null)));
        assertEquals("f7 e6 b2 a1", walk(tx.rangeDescending(TABLE, null, null)));
        assertEquals("b2", walk(tx.range(TABLE, key("b"), key("e"))));
        assertEquals("e6 b2", walk(tx.rangeDescending(TABLE, key("b"), key("f"))));
        assertEquals("f7", walk(tx.prefix(TABLE, key("f"))));
    }

    @Test
    void aWalkSeesWritesAheadOfItAndNoneBehind() {
        var cursor = tx.range(TABLE, null, null);
        assertTrue(cursor.next());
        tx.remove(TABLE, key("c"));
        tx.put(TABLE, key("0"), key("0"));
        tx.put(TABLE, key("d"), key("4"));
        assertEquals("d4 e5", walk(cursor));
        tx.put(TABLE, key("z"), key("9"));
        assertFalse(cursor.next(), "a walk that has ended stays so");
        assertThrows(IllegalStateException.class, cursor::key);
        assertThrows(IllegalStateException.class, cursor::value);
    }

    @Test
    void whatIsWalkedCanBeRemovedOnTheWay() {
        var cursor = tx.range(TABLE, null, null);
        var seen = new ArrayList<String>();
        while (cursor.next()) {
            seen.add(cursor.key().toUtf8());
            tx.remove(TABLE, cursor.key());
        }
        assertEquals(List.of("a", "c", "e"), seen);
        assertFalse(tx.range(TABLE, null, null).next());
    }

    @Test
    void savepointsNest() {
        tx.put(TABLE, key("a"), key("A"));
        var outer = tx.savepoint();
        tx.put(TABLE, key("a"), key("B"));
        var inner = tx.savepoint();
        tx.remove(TABLE, key("a"));
        tx.put(OTHER, key("x"), key("X"));
        tx.rollback(inner);
        assertEquals(key("B"), tx.get(TABLE, key("a")));
        assertFalse(tx.has(OTHER, key("x")));
        var second = tx.savepoint();
        tx.put(TABLE, key("c"), key("C"));
        tx.release(second);
        assertEquals(key("C"), tx.get(TABLE, key("c")));
        tx.rollback(outer);
        assertEquals("aA c3 e5", walk(tx.range(TABLE, null, null)));
        var expected = WriteSet.builder().put(TABLE, key("a"), key("A")).build();
        assertEquals(expected, tx.writes());
        assertEquals(expected.bytes(), tx.writes().bytes());
    }

    @Test
    void whatIsWrittenOftenIsUndoneOnce() {
        var outer = tx.savepoint();
        for (var i = 0; i < 1_000; i++) tx.put(TABLE, key("a"), Bytes.ofLong(i));
        var inner = tx.savepoint();
        for (var i = 0; i < 1_000; i++) tx.remove(TABLE, key("a"));
        assertEquals(1, inner.undoSize);
        assertEquals(2, tx.savepoint().undoSize);
        tx.release(inner);
        tx.put(TABLE, key("a"), key("A"));
        tx.rollback(outer);
        assertEquals(WriteSet.EMPTY, tx.writes());
    }

    @Test
    void aSavepointEndsOnceAndTakesInnerOnesWithIt() {
        var outer = tx.savepoint();
        var inner = tx.savepoint();
        tx.release(outer);
        assertThrows(IllegalStateException.class, () -> tx.rollback(outer));
        assertThrows(IllegalStateException.class, () -> tx.release(inner));
        var foreign = new Tx(VERSION, 0).savepoint();
        assertThrows(IllegalStateException.class, () -> tx.rollback(foreign));
    }

    @Test
    void aWriteSetBeyondTheLimitIsRefusedAndTheRestStays() {
        var small = new Tx(VERSION, 100);
        small.put(TABLE, key("a"), key("1"));
        var before = small.writes();
        var refused = assertThrows(WriteSetTooLarge.class, () -> small.put(TABLE, key("b"), Bytes.of(new byte[40])));
        assertEquals(100, refused.bytesMax());
        assertEquals(before.bytes() + 8 + 1 + 8 + 40, refused.bytes());
        assertEquals(before, small.writes());
        assertNull(small.get(TABLE, key("b")));
        small.put(TABLE, key("a"), key("22"));
        assertEquals(before.bytes() + 1, small.writes().bytes());
        assertThrows(WriteSetTooLarge.class, () -> small.remove(OTHER, key("b")));
    }

    @Test
    void theRemovalOfAnAbsentKeyIsAWrite() {
        tx.remove(TABLE, key("nothing"));
        var later = VERSION.with(
                8, WriteSet.builder().put(TABLE, key("nothing"), key("!")).build());
        assertFalse(later.with(9, tx.writes()).range(TABLE, key("n"), null).next());
    }

    @Test
    void theExampleOfTheDocumentationHolds() {
        StoreSnippets.readYourWrites();
    }

    @Test
    void readsAreKnownOnlyWhereRecorded() {
        assertThrows(IllegalStateException.class, tx::reads);
    }
}
