package coco.store;

import static coco.store.TxTest.key;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coco.crypto.Bytes;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class WriteSetTest {
    private static final Table LATE = new Table("z");
    private static final Table EARLY = new Table("public:a");

    @Test
    void isSortedByTableThenKey() {
        var writes = WriteSet.builder()
                .put(LATE, key("k"), key("v"))
                .put(EARLY, key("b"), key("2"))
                .put(EARLY, Bytes.of((byte) 0x80), key("3"))
                .remove(EARLY, key("a"))
                .put(EARLY, key("a"), key("1"))
                .put(EARLY, key("c"), key("1"))
                .remove(EARLY, key("c"))
                .build();
        assertEquals(
                List.of(EARLY, LATE),
                writes.tables().stream().map(TableWrites::table).toList());
        var early = writes.tables().getFirst();
        assertEquals(
                List.of(key("a"), key("b"), Bytes.of((byte) 0x80)),
                List.copyOf(early.writes().keySet()));
        assertEquals(List.of(key("c")), List.copyOf(early.removes()));
    }

    @Test
    void countsNamesKeysValuesAndLengths() {
        var writes = WriteSet.builder()
                .put(EARLY, key("key"), key("value"))
                .remove(EARLY, key("gone"))
                .build();
        assertEquals((41 + 8) + (8 + 3 + 8 + 5) + (8 + 4), writes.bytes());
        assertEquals(0, WriteSet.EMPTY.bytes());
    }

    @Test
    void whatIsBuiltStaysAsItIs() {
        var builder = WriteSet.builder().put(EARLY, key("a"), key("1"));
        var built = builder.build();
        builder.put(EARLY, key("b"), key("2")).remove(EARLY, key("a"));
        assertEquals(WriteSet.builder().put(EARLY, key("a"), key("1")).build(), built);
        assertNotEquals(builder.build(), built);
        var table = built.tables().getFirst();
        assertThrows(UnsupportedOperationException.class, () -> table.writes().clear());
        assertThrows(UnsupportedOperationException.class, () -> table.removes().clear());
        assertThrows(UnsupportedOperationException.class, () -> built.tables().clear());
    }

    @Test
    void nothingIsNothing() {
        assertSame(WriteSet.EMPTY, WriteSet.builder().build());
        assertTrue(WriteSet.EMPTY.isEmpty());
        assertSame(Version.EMPTY, Version.EMPTY.with(1, WriteSet.EMPTY));
        var removal = WriteSet.builder().remove(EARLY, key("absent")).build();
        assertSame(Version.EMPTY, Version.EMPTY.with(1, removal));
    }

    @Test
    void valuesCarryTheSeqnoOfTheirLastWrite() {
        var one = WriteSet.builder().put(EARLY, key("a"), key("1")).build();
        var two = WriteSet.builder().put(EARLY, key("b"), key("2")).build();
        var version = Version.EMPTY.with(5, one).with(6, two).with(9, one);
        var rows = new TreeMap<Bytes, Value>();
        rows.put(key("a"), new Value(key("1"), 9));
        rows.put(key("b"), new Value(key("2"), 6));
        VersionPropertyTest.assertRows(rows, version.range(EARLY, null, null), "seqnos");
    }

    @Test
    void twoOfDifferentTablesAreOneInTheOrderOfTables() {
        Table a = new Table("a"), b = new Table("b"), c = new Table("c");
        var one = WriteSet.builder()
                .put(a, key("k"), key("v"))
                .remove(c, key("k"))
                .build();
        var other = WriteSet.builder().put(b, key("k"), key("v")).build();
        var both = WriteSet.builder()
                .put(a, key("k"), key("v"))
                .put(b, key("k"), key("v"))
                .remove(c, key("k"))
                .build();
        assertEquals(both, one.plus(other));
        assertEquals(both.bytes(), one.plus(other).bytes());
        assertEquals(one, one.plus(WriteSet.EMPTY));
        assertEquals(one, WriteSet.EMPTY.plus(one));
        assertThrows(IllegalArgumentException.class, () -> both.plus(other));
    }
}
