package coco.store;

import static coco.store.TxTest.key;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import coco.crypto.Bytes;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class VersionTest {
    private static final Table TABLE = new Table("accounts");

    private static Version ofKeys(String beginning, int count) {
        var writes = WriteSet.builder();
        for (var i = 0; i < count; i++) writes.put(TABLE, key(beginning + (10_000 + i)), key("v"));
        return Version.EMPTY.with(1, writes.build());
    }

    /** The bytes that all keys of a node share are skipped in the search, not in the answer. */
    @Test
    void keysThatDifferOnlyInSkippedBytesAreAbsent() {
        var version = ofKeys("middle/", 2_000);
        for (var i = 10_000; i < 12_000; i++) {
            for (var other : List.of("aiddle/", "ziddle/", "middld/", "middlf/", "middle0")) {
                assertNull(version.get(TABLE, key(other + i)));
                var remove = WriteSet.builder().remove(TABLE, key(other + i)).build();
                assertSame(version, version.with(2, remove));
            }
        }
        assertNull(version.get(TABLE, key("mid")));
        assertNull(version.get(TABLE, Bytes.EMPTY));
    }

    @Test
    void anEditorGoesOnAfterItWasFrozen() {
        var editor = Version.EMPTY.edit();
        editor.apply(1, WriteSet.builder().put(TABLE, key("a"), key("1")).build());
        var first = editor.now();
        assertSame(first, editor.now());
        editor.apply(2, WriteSet.builder().remove(TABLE, key("a")).build());
        editor.put(new Table("b"), key("b"), new Value(key("2"), 1));
        var second = editor.now();
        assertEquals(List.of(TABLE), first.tables());
        assertEquals(List.of(new Table("b")), second.tables());
        assertEquals(new Value(key("2"), 1), second.get(new Table("b"), key("b")));
    }

    @Test
    void manyTablesComeAndGo() {
        var version = Version.EMPTY;
        for (var i = 0; i < 300; i++) {
            version = version.with(
                    i,
                    WriteSet.builder()
                            .put(new Table("t" + i), key("k"), key("v"))
                            .build());
            if (i < 10) continue;
            version = version.with(
                    i,
                    WriteSet.builder()
                            .remove(new Table("t" + (i - 10)), key("k"))
                            .build());
        }
        var last = IntStream.range(290, 300).mapToObj(i -> new Table("t" + i)).toList();
        assertEquals(last, version.tables());
        assertEquals(10, version.bytes() / 66);
    }

    @Test
    void aCursorStandsOnNothingBeforeAndAfter() {
        var cursor = ofKeys("", 1).range(TABLE, null, null);
        assertThrows(IllegalStateException.class, cursor::key);
        assertEquals(1, IntStream.range(0, 5).filter(_ -> cursor.next()).count());
        assertThrows(IllegalStateException.class, cursor::value);
    }

    @Test
    void oneMoreVersionSharesAllNodesButThoseOnTheWay() {
        var before = ofKeys("k", 5_000);
        var after = before.with(
                2, WriteSet.builder().put(TABLE, key("k12500"), key("w")).build());
        assertEquals(1 + shared(before, after), leaves(before).size());
        assertEquals(leaves(before).size(), leaves(after).size());
    }

    private static long shared(Version left, Version right) {
        var ofLeft = leaves(left);
        return leaves(right).stream()
                .filter(leaf -> ofLeft.stream().anyMatch(other -> other == leaf))
                .count();
    }

    private static List<Node> leaves(Version version) {
        var top = version.root(TABLE).top();
        return top == null ? List.of() : leavesBelow(top.node());
    }

    private static List<Node> leavesBelow(Node node) {
        return switch (node) {
            case Leaf leaf -> List.of(leaf);
            case Inner inner ->
                IntStream.rangeClosed(0, inner.count)
                        .mapToObj(i -> leavesBelow(inner.child(i)))
                        .flatMap(List::stream)
                        .toList();
        };
    }
}
