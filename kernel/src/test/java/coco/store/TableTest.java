package coco.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coco.crypto.Bytes;
import java.util.List;
import org.junit.jupiter.api.Test;

class TableTest {
    @Test
    void orderIsThatOfUtf8() {
        var names = List.of("a", "ab", "b", "é", "\ud7ff", "\ue000", "\uffff", "\ud83d\ude00", "\ud83d\ude01");
        for (var left : names) {
            for (var right : names) {
                assertEquals(
                        Integer.signum(Bytes.ofUtf8(left).compareTo(Bytes.ofUtf8(right))),
                        Integer.signum(new Table(left).compareTo(new Table(right))),
                        left + " " + right);
            }
        }
    }

    @Test
    void refusesWhatIsNoName() {
        assertTrue(Table.isName("x".repeat(255)));
        for (var no : List.of("", "x".repeat(256), "é".repeat(128), "\ud83d", "a\ude00")) {
            assertFalse(Table.isName(no));
            assertThrows(IllegalArgumentException.class, () -> new Table(no));
        }
    }

    @Test
    void publicIsWhatSaysSo() {
        assertTrue(new Table("public:ccf.gov.nodes.info").isPublic());
        assertFalse(new Table("publicity").isPublic());
    }

    @Test
    void theEndOfAPrefixIsTheNextOneOfItsLength() {
        assertEquals(Bytes.ofHex("6162"), Version.endOf(Bytes.ofHex("6161")));
        assertEquals(Bytes.ofHex("62"), Version.endOf(Bytes.ofHex("61ff")));
        assertEquals(null, Version.endOf(Bytes.ofHex("ffff")));
        assertEquals(null, Version.endOf(Bytes.EMPTY));
    }
}
