package coco.bench;

import coco.crypto.Bytes;
import java.nio.ByteBuffer;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.WriteBuffer;
import org.h2.mvstore.type.BasicDataType;
import org.jspecify.annotations.Nullable;

/** H2's copy-on-write B-tree, in memory; no version is taken. */
final class MvStore implements OrderedStore {
    private final MVMap<Bytes, Bytes> map = new MVStore.Builder()
            .open()
            .openMap(
                    "bench",
                    new MVMap.Builder<Bytes, Bytes>()
                            .keyType(BytesType.INSTANCE)
                            .valueType(BytesType.INSTANCE));

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
        var cursor = map.cursor(from);
        var bytes = 0L;
        for (var left = count; left > 0 && cursor.hasNext(); left--) {
            bytes += cursor.next().size() + cursor.getValue().size();
        }
        return bytes;
    }

    private static final class BytesType extends BasicDataType<Bytes> {
        static final BytesType INSTANCE = new BytesType();

        @Override
        public int compare(Bytes left, Bytes right) {
            return left.compareTo(right);
        }

        @Override
        public int getMemory(Bytes bytes) {
            return 32 + bytes.size();
        }

        @Override
        public void write(WriteBuffer to, Bytes bytes) {
            to.putVarInt(bytes.size()).put(bytes.unsafeArray());
        }

        @Override
        public Bytes read(ByteBuffer from) {
            var array = new byte[org.h2.mvstore.DataUtils.readVarInt(from)];
            from.get(array);
            return Bytes.unsafeWrap(array);
        }

        @Override
        public Bytes[] createStorage(int size) {
            return new Bytes[size];
        }
    }
}
