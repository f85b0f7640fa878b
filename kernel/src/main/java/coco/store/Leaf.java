package coco.store;

import coco.crypto.Bytes;
import java.util.Arrays;

/** Entries: beside each key its value and the seqno that wrote it, in arrays of their own (see {@link Node}). */
final class Leaf extends Node {
    byte[][] values;
    long[] seqnos;

    private Leaf(Owner owner, byte[][] keys, byte[][] values, long[] seqnos, int count) {
        super(owner, keys, count);
        this.values = values;
        this.seqnos = seqnos;
    }

    private Leaf(Owner owner, Leaf original, int more) {
        super(owner, original);
        this.values = Arrays.copyOf(original.values, capacity(count, more));
        this.seqnos = Arrays.copyOf(original.seqnos, values.length);
    }

    static Leaf of(Owner owner, byte[] key, byte[] value, long seqno) {
        return new Leaf(owner, new byte[][] {key}, new byte[][] {value}, new long[] {seqno}, 1);
    }

    Value valueAt(int index) {
        return new Value(Bytes.unsafeWrap(values[index]), seqnos[index]);
    }

    /** This leaf where it is the editor's own, else a copy; with room for {@code more} entries. */
    Leaf own(Owner editor, int more) {
        if (owner != editor) return new Leaf(editor, this, more);
        if (values.length < count + more) {
            values = Arrays.copyOf(values, capacity(count, more));
            seqnos = Arrays.copyOf(seqnos, values.length);
        }
        return this;
    }

    /** The caller owns this leaf with room for one more. */
    void insert(Owner editor, int index, byte[] key, byte[] value, long seqno) {
        System.arraycopy(values, index, values, index + 1, count - index);
        System.arraycopy(seqnos, index, seqnos, index + 1, count - index);
        values[index] = value;
        seqnos[index] = seqno;
        insertKey(editor, index, key);
    }

    /** The caller owns this leaf. */
    void remove(Owner editor, int index) {
        System.arraycopy(values, index + 1, values, index, count - index - 1);
        System.arraycopy(seqnos, index + 1, seqnos, index, count - index - 1);
        removeKey(editor, index);
        Arrays.fill(values, count, count + 1, null);
    }

    @Override
    Leaf split(Owner editor) {
        var kept = count / 2;
        var upperKeys = part(keys, kept, count);
        var upperValues = part(values, kept, count);
        var upperSeqnos = Arrays.copyOfRange(seqnos, kept, kept + upperValues.length);
        values = part(values, 0, kept);
        seqnos = Arrays.copyOf(seqnos, values.length);
        var moved = count - kept;
        truncateKeys(editor, kept);
        return new Leaf(editor, upperKeys, upperValues, upperSeqnos, moved);
    }

    /** A new leaf with the entries of both; it may be too large and is to be split then. */
    static Leaf join(Owner editor, Leaf lower, Leaf upper) {
        var count = lower.count + upper.count;
        var keys = Arrays.copyOf(lower.keys, count);
        var values = Arrays.copyOf(lower.values, count);
        var seqnos = Arrays.copyOf(lower.seqnos, count);
        System.arraycopy(upper.keys, 0, keys, lower.count, upper.count);
        System.arraycopy(upper.values, 0, values, lower.count, upper.count);
        System.arraycopy(upper.seqnos, 0, seqnos, lower.count, upper.count);
        return new Leaf(editor, keys, values, seqnos, count);
    }
}
