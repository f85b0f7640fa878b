package coco.bench;

import coco.crypto.Bytes;
import coco.store.Editor;
import coco.store.Table;
import coco.store.Value;
import coco.store.Version;
import org.jspecify.annotations.Nullable;

/** Our store, which takes a version after each {@code batch} writes and reads from the last version taken. */
final class CocoStore implements OrderedStore {
    private static final Table TABLE = new Table("bench");

    private final Editor editor = Version.EMPTY.edit();
    private final int batch;
    private Version version = Version.EMPTY;
    private long writes;

    CocoStore(int batch) {
        this.batch = batch;
    }

    @Override
    public void put(Bytes key, Bytes value) {
        editor.put(TABLE, key, new Value(value, writes));
        written();
    }

    @Override
    public void remove(Bytes key) {
        editor.remove(TABLE, key);
        written();
    }

    @Override
    public @Nullable Bytes get(Bytes key) {
        var value = version.get(TABLE, key);
        return value == null ? null : value.bytes();
    }

    @Override
    public long scan(Bytes from, int count) {
        var cursor = version.range(TABLE, from, null);
        var bytes = 0L;
        for (var left = count; left > 0 && cursor.next(); left--) {
            bytes += cursor.key().size() + cursor.value().bytes().size();
        }
        return bytes;
    }

    private void written() {
        if (++writes % batch == 0) version = editor.now();
    }
}
