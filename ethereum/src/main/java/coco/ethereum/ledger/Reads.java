package coco.ethereum.ledger;

import coco.crypto.Bytes;
import coco.store.Cursor;
import coco.store.Table;
import coco.store.Tx;
import coco.store.Version;
import org.jspecify.annotations.Nullable;

/** What a version and a transaction at work have in common. */
public interface Reads {
    @Nullable
    Bytes get(Table table, Bytes key);

    /** See {@link Version#range}. */
    Cursor range(Table table, @Nullable Bytes from, @Nullable Bytes to);

    static Reads of(Version version) {
        return new Reads() {
            @Override
            public @Nullable Bytes get(Table table, Bytes key) {
                var value = version.get(table, key);
                return value == null ? null : value.bytes();
            }

            @Override
            public Cursor range(Table table, @Nullable Bytes from, @Nullable Bytes to) {
                return version.range(table, from, to);
            }
        };
    }

    static Reads of(Tx tx) {
        return new Reads() {
            @Override
            public @Nullable Bytes get(Table table, Bytes key) {
                return tx.get(table, key);
            }

            @Override
            public Cursor range(Table table, @Nullable Bytes from, @Nullable Bytes to) {
                return tx.range(table, from, to);
            }
        };
    }
}
