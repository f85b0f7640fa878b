package coco.evm.trie;

import java.util.Arrays;
import java.util.SequencedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Puts and removals to be applied together; of several for one key the last counts. Belongs to the thread that fills it. */
public final class TrieBatch {
    private final SequencedMap<byte[], Entry> entries = new TreeMap<>(Arrays::compareUnsigned);

    /** Without a value: a removal. The storage below belongs to an account. */
    private record Entry(@Nullable Value value) {}

    /** With nothing in it. */
    public TrieBatch() {}

    /** @throws IllegalArgumentException for an empty value: a trie has none */
    public TrieBatch put(byte[] key, byte[] value) {
        return put(key, value, null);
    }

    TrieBatch put(byte[] key, byte[] value, @Nullable Trie storage) {
        if (value.length == 0) throw new IllegalArgumentException("a trie keeps no empty values");
        entries.put(key, new Entry(new Value(value, storage)));
        return this;
    }

    public TrieBatch remove(byte[] key) {
        entries.put(key, new Entry(null));
        return this;
    }

    /** What is in, sorted by key. */
    Sorted sorted() {
        var keys = new byte[entries.size()][];
        @Nullable Value[] values = new @Nullable Value[keys.length];
        var i = 0;
        for (var entry : entries.entrySet()) {
            keys[i] = entry.getKey();
            values[i++] = entry.getValue().value;
        }
        return new Sorted(keys, values);
    }

    /** What a leaf or branch keeps: bytes, and for an account the trie of its storage where that is in memory. */
    static final class Value {
        final byte[] bytes;
        final @Nullable Trie storage;

        Value(byte[] bytes, @Nullable Trie storage) {
            this.bytes = bytes;
            this.storage = storage;
        }

        boolean sameAs(Value other) {
            return Arrays.equals(bytes, other.bytes);
        }
    }

    /** Keys in order and their values, null for removals. */
    static final class Sorted {
        final byte[][] keys;
        final @Nullable Value[] values;

        private Sorted(byte[][] keys, @Nullable Value[] values) {
            this.keys = keys;
            this.values = values;
        }
    }
}
