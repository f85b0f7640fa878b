package coco.node.http;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the results used most recently. For what follows from its key alone, so that nothing in it can grow old. Any thread; its
 * monitor guards the map.
 */
final class Recent<K, V> {
    private final Map<K, V> map;

    Recent(int sizeMax) {
        map = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                return size() > sizeMax;
            }
        };
    }

    synchronized @Nullable V get(K key) {
        return map.get(key);
    }

    synchronized void put(K key, V value) {
        map.put(key, value);
    }
}
