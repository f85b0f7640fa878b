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
        var known = known(hash);
        return known != null ? known : put(hash, load.apply(hash));
    }

    /** A code that was just deployed, or the same that ran before: of that, more may be known. */
    Code share(Hash hash, byte[] code) {
        var known = known(hash);
        return known != null ? known : put(hash, code);
    }

    private @Nullable Code known(Hash hash) {
        var entry = places.get(place(hash));
        return entry != null && entry.hash.equals(hash) ? entry.code : null;
    }

    private Code put(Hash hash, byte[] raw) {
        if (raw.length == 0) return Code.EMPTY;
        var code = Code.of(raw, hash);
        places.set(place(hash), new Entry(hash, code));
        return code;
    }

    private static int place(Hash hash) {
        return hash.hashCode() & PLACES - 1;
    }
}
