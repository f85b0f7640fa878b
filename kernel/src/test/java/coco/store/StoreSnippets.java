package coco.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import coco.crypto.Bytes;

/** The examples of the package's documentation; {@link TxTest} runs them. */
final class StoreSnippets {
    private static final int WRITE_BYTES_MAX = 1 << 20;

    private StoreSnippets() {}

    static void readYourWrites() {
        // @start region="readYourWrites"
        var accounts = new Table("accounts");
        var alice = Bytes.ofUtf8("alice");

        var tx = new Tx(Version.EMPTY, WRITE_BYTES_MAX);
        tx.put(accounts, alice, Bytes.ofLong(10));
        var beforeBonus = tx.savepoint();
        tx.put(accounts, alice, Bytes.ofLong(99));
        tx.rollback(beforeBonus);
        assertEquals(Bytes.ofLong(10), tx.get(accounts, alice)); // a transaction sees its own writes

        var next = Version.EMPTY.with(1, tx.writes());
        assertEquals(new Value(Bytes.ofLong(10), 1), next.get(accounts, alice));
        assertNull(Version.EMPTY.get(accounts, alice)); // a version never changes
        // @end
    }
}
