package coco.evm.state;

import coco.evm.Hash;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Codes that ran lately, by hash, so that their jump targets are found once. Shared by all sessions of a machine; a code
 * that falls into an occupied place takes it, which bounds the memory without any bookkeeping.
 */
public final class CodeCache {
    private static final int PLACES = 2048;

    private record Entry(Hash hash, Code code) {}

    private final AtomicReferenceArray<@Nullable Entry> places = new AtomicReferenceArray<>(PLACES);

    public Code get(Hash hash, Function<Hash, byte[]> load) {
        var place = hash.hashCode() & PLACES - 1;
        var entry = places.get(place);
        if (entry != null && entry.hash.equals(hash)) return entry.code;
        var code = Code.of(load.apply(hash));
        places.set(place, new Entry(hash, code));
        return code;
    }
}
