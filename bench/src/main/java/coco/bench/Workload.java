package coco.bench;

import coco.crypto.Bytes;
import java.util.Arrays;
import java.util.SplittableRandom;

/** The same keys and values for each store: 32 bytes, at random, from one seed. */
final class Workload {
    private static final int KEY_BYTES = 32;

    /** Begins the keys of the kind {@code shared}; the other half of each is random. */
    private static final byte[] BEGINNING = Bytes.ofUtf8("account/balance/").toArray();

    final Bytes[] keys;
    final Bytes[] values = new Bytes[1024];
    private final SplittableRandom random = new SplittableRandom(2026);

    Workload(int entries, boolean shared) {
        keys = new Bytes[entries];
        Arrays.setAll(keys, _ -> next(shared));
        Arrays.setAll(values, _ -> next(false));
    }

    private Bytes next(boolean shared) {
        var bytes = new byte[KEY_BYTES];
        random.nextBytes(bytes);
        if (shared) System.arraycopy(BEGINNING, 0, bytes, 0, BEGINNING.length);
        return Bytes.unsafeWrap(bytes);
    }

    void fill(OrderedStore store) {
        for (var i = 0; i < keys.length; i++) store.put(keys[i], values[i & 1023]);
    }

    Bytes anyKey() {
        return keys[random.nextInt(keys.length)];
    }

    Bytes anyValue() {
        return values[random.nextInt(values.length)];
    }
}
