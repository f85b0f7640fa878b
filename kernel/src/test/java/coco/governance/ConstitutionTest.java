package coco.governance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coco.crypto.Bytes;
import coco.crypto.Digest;
import coco.store.Table;
import coco.store.Tx;
import coco.store.Version;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConstitutionTest {
    private static final List<Table> TABLES =
            List.of(Constitution.SETTINGS, Constitution.CODE_MANIFEST, Constitution.TEE_MANIFEST, Constitution.VN_LIST);
    private static final int WRITES_MAX = 1 << 20;

    private record Row(Table table, String key, String value) {}

    private static Digest digest(Row... rows) {
        var tx = new Tx(Version.EMPTY, WRITES_MAX);
        for (var row : rows) tx.put(row.table, Bytes.ofUtf8(row.key), Bytes.ofUtf8(row.value));
        return new Constitution(Version.EMPTY.with(1, tx.writes())).digest();
    }

    @Test
    void theDigestTellsOneConstitutionFromAnother() {
        var seen = new HashSet<Digest>();
        assertTrue(seen.add(digest()));
        for (var table : TABLES) {
            assertTrue(seen.add(digest(new Row(table, "key", "value"))), table::name);
            assertTrue(seen.add(digest(new Row(table, "key", "other"))), table::name);
            assertTrue(seen.add(digest(new Row(table, "keyv", "alue"))), table::name);
            assertTrue(seen.add(digest(new Row(table, "key", "value"), new Row(table, "more", ""))), table::name);
        }
        var other = new Table("public:coco.gov.other");
        assertEquals(digest(), digest(new Row(other, "key", "value")), "what it does not hold does not count");
    }
}
