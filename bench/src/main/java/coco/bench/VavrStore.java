package coco.bench;

import coco.crypto.Bytes;
import io.vavr.collection.TreeMap;
import org.jspecify.annotations.Nullable;

/** A persistent red-black tree; each write is a version. It has no view of a range. */
final class VavrStore implements OrderedStore {
    private TreeMap<Bytes, Bytes> map = TreeMap.empty();

    @Override
    public void put(Bytes key, Bytes value) {
        map = map.put(key, value);
    }

    @Override
    public void remove(Bytes key) {
        map = map.remove(key);
    }

    @Override
    public @Nullable Bytes get(Bytes key) {
        return map.getOrElse(key, null);
    }

    @Override
    public long scan(Bytes from, int count) {
        throw new UnsupportedOperationException("no range view");
    }
}
