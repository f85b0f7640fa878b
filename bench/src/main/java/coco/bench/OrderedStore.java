package coco.bench;

import coco.crypto.Bytes;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/** What the store must be able to do, of the store and of its rivals. One owner. */
interface OrderedStore {
    void put(Bytes key, Bytes value);

    void remove(Bytes key);

    @Nullable
    Bytes get(Bytes key);

    /** Visits up to {@code count} entries from {@code from} on, and returns the bytes of keys and values it saw. */
    long scan(Bytes from, int count);

    /** The kinds by the names that the command line and the tables use. */
    enum Kind {
        /** A new version for each write. */
        COCO,
        /** A new version for each thousand writes. */
        COCO_BATCH,
        TREE_MAP,
        SKIP_LIST,
        MVSTORE,
        VAVR;

        OrderedStore open() {
            return switch (this) {
                case COCO -> new CocoStore(1);
                case COCO_BATCH -> new CocoStore(1_000);
                case TREE_MAP -> new JdkStore(new TreeMap<>());
                case SKIP_LIST -> new JdkStore(new ConcurrentSkipListMap<>());
                case MVSTORE -> new MvStore();
                case VAVR -> new VavrStore();
            };
        }
    }

    /** The mutable maps of the JDK: no versions. */
    record JdkStore(NavigableMap<Bytes, Bytes> map) implements OrderedStore {
        @Override
        public void put(Bytes key, Bytes value) {
            map.put(key, value);
        }

        @Override
        public void remove(Bytes key) {
            map.remove(key);
        }

        @Override
        public @Nullable Bytes get(Bytes key) {
            return map.get(key);
        }

        @Override
        public long scan(Bytes from, int count) {
            var bytes = 0L;
            var left = count;
            for (var entry : map.tailMap(from, true).entrySet()) {
                if (left-- == 0) break;
                bytes += entry.getKey().size() + entry.getValue().size();
            }
            return bytes;
        }
    }
}
