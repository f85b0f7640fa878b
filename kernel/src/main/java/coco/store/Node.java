package coco.store;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Sorted keys, and how to find one among them.
 *
 * <p>Eight bytes of each key, its prefix, lie side by side in one array, so that a search touches a key itself only
 * where prefixes are equal: the cost of a lookup is cache misses, and this saves most of them. Where all keys of a
 * node begin with the same {@code skip} bytes, the prefix is taken from behind them.
 *
 * <p>The arrays of keys may be shared with an earlier copy of the node: {@code keysOwner} tells who may write to
 * them, {@code owner} who may write to the rest.
 */
abstract sealed class Node extends NodeRef permits Leaf, Inner {
    static final int KEYS_MAX = 32;

    /** Less, and a node is joined with a neighbour. */
    static final int KEYS_MIN = 10;

    /** Joined nodes with more are divided evenly: neither a split nor a merge is undone by the next operation. */
    static final int MERGED_MAX = 24;

    /** Free places in a new array that is about to grow. */
    static final int SLACK = 4;

    /** A shorter common beginning is no loss to eight bytes, while skipping it costs a look at the first key. */
    static final int SKIP_MIN = 4;

    private static final VarHandle BIG_ENDIAN =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    Owner owner;
    Owner keysOwner;
    int count;
    int skip;
    long[] prefixes;
    byte[][] keys;

    /** Keys of this owner's own. */
    Node(Owner owner, byte[][] keys, int count) {
        this.owner = owner;
        this.keysOwner = owner;
        this.keys = keys;
        this.count = count;
        this.prefixes = new long[keys.length];
        index();
    }

    /** Keys that are shared with {@code original}. */
    Node(Owner owner, Node original) {
        this.owner = owner;
        this.keysOwner = original.keysOwner;
        this.keys = original.keys;
        this.count = original.count;
        this.skip = original.skip;
        this.prefixes = original.prefixes;
    }

    @Override
    final Node node() {
        return this;
    }

    /**
     * Keeps the lower half and returns the upper one. What separates them is {@link #splitKey}, to be asked before.
     * The caller owns this node.
     */
    abstract Node split(Owner owner);

    /** No key below the node that {@link #split} is going to return is less. */
    final byte[] splitKey() {
        return keys[count / 2];
    }

    /** The index of {@code key}, or where it would be inserted, as {@code -(index) - 1}. */
    final int search(byte[] key) {
        if (skip > 0) {
            var side = Arrays.compareUnsigned(key, 0, Math.min(key.length, skip), keys[0], 0, skip);
            if (side != 0) return side < 0 ? -1 : -count - 1;
        }
        return searchBehindSkip(key);
    }

    /** The index of {@code key}, or a negative number: like {@link #search}, but looks at no other key. */
    final int find(byte[] key) {
        if (key.length < skip) return -1;
        var index = searchBehindSkip(key);
        return index < 0 || Arrays.equals(key, 0, skip, keys[index], 0, skip) ? index : -1;
    }

    /** How many keys are less than {@code key}. */
    final int below(byte[] key) {
        var index = search(key);
        return index < 0 ? -index - 1 : index;
    }

    private int searchBehindSkip(byte[] key) {
        var wanted = prefixAt(key, skip);
        var low = 0;
        var high = count - 1;
        while (low <= high) {
            var middle = (low + high) >>> 1;
            var order = Long.compare(prefixes[middle], wanted);
            if (order == 0) {
                var found = keys[middle];
                order = Arrays.compareUnsigned(found, skip, found.length, key, skip, key.length);
            }
            if (order < 0) low = middle + 1;
            else if (order > 0) high = middle - 1;
            else return middle;
        }
        return -low - 1;
    }

    /** Puts {@code key} at {@code index}; the caller keeps the order. */
    final void insertKey(Owner editor, int index, byte[] key) {
        ownKeys(editor, 1);
        keepSkipCommonWith(key);
        System.arraycopy(keys, index, keys, index + 1, count - index);
        System.arraycopy(prefixes, index, prefixes, index + 1, count - index);
        keys[index] = key;
        prefixes[index] = prefixAt(key, skip);
        count++;
    }

    final void removeKey(Owner editor, int index) {
        ownKeys(editor, 0);
        System.arraycopy(keys, index + 1, keys, index, count - index - 1);
        System.arraycopy(prefixes, index + 1, prefixes, index, count - index - 1);
        count--;
        Arrays.fill(keys, count, count + 1, null);
    }

    final void replaceKey(Owner editor, int index, byte[] key) {
        ownKeys(editor, 0);
        keepSkipCommonWith(key);
        keys[index] = key;
        prefixes[index] = prefixAt(key, skip);
    }

    /** Keeps the first {@code kept} keys. */
    final void truncateKeys(Owner editor, int kept) {
        keys = part(keys, 0, kept);
        prefixes = new long[keys.length];
        keysOwner = editor;
        count = kept;
        index();
    }

    private void ownKeys(Owner editor, int more) {
        if (keysOwner == editor && keys.length >= count + more) return;
        var capacity = capacity(count, more);
        keys = Arrays.copyOf(keys, capacity);
        prefixes = Arrays.copyOf(prefixes, capacity);
        keysOwner = editor;
    }

    static int capacity(int count, int more) {
        return more == 0 ? count : Math.min(KEYS_MAX + 1, count + SLACK);
    }

    /** The elements {@code from} to {@code to}, exclusive, with room to grow. */
    static <T> T[] part(T[] array, int from, int to) {
        return Arrays.copyOf(Arrays.copyOfRange(array, from, to), to - from + SLACK);
    }

    private void keepSkipCommonWith(byte[] key) {
        if (skip == 0 || count == 0) return;
        var common = Arrays.mismatch(key, 0, Math.min(key.length, skip), keys[0], 0, skip);
        if (common >= 0) index(common);
    }

    /** The keys are sorted, so what the first and the last have in common all have. */
    private void index() {
        var common = count < 2 ? 0 : Arrays.mismatch(keys[0], keys[count - 1]);
        index(common);
    }

    private void index(int common) {
        skip = common < SKIP_MIN ? 0 : common;
        for (var i = 0; i < count; i++) prefixes[i] = prefixAt(keys[i], skip);
    }

    /** Eight bytes from {@code from}, missing ones as zero, such that signed comparison orders them as unsigned. */
    static long prefixAt(byte[] key, int from) {
        var length = key.length - from;
        if (length >= Long.BYTES) return (long) BIG_ENDIAN.get(key, from) ^ Long.MIN_VALUE;
        var prefix = 0L;
        for (var i = 0; i < length; i++) prefix |= (key[from + i] & 0xffL) << (56 - 8 * i);
        return prefix ^ Long.MIN_VALUE;
    }
}
