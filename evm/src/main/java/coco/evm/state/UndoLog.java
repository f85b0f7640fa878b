package coco.evm.state;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * How to undo what was done since the transaction began: entries in parallel arrays, the newest last. Owned by the
 * {@link Journal}.
 */
final class UndoLog {
    private static final int FIRST_SIZE = 256;

    /** What an entry puts back. */
    enum Kind {
        BALANCE,
        NONCE,
        CODE,
        EXISTS,
        TOUCHED,
        CREATED,
        DESTROYED,
        WARM_ACCOUNT,
        STORAGE,
        WARM_SLOT,
        TRANSIENT
    }

    int size;
    Kind[] kinds = new Kind[FIRST_SIZE];
    Object[] targets = new Object[FIRST_SIZE];

    /** A balance or a code hash. */
    @Nullable
    Object[] values = new @Nullable Object[FIRST_SIZE];

    /** Four limbs an entry, for a number. */
    long[] limbs = new long[FIRST_SIZE * 4];

    void add(Kind kind, Object target) {
        if (size == kinds.length) grow();
        kinds[size] = kind;
        targets[size] = target;
        size++;
    }

    void add(Kind kind, Object target, @Nullable Object value) {
        add(kind, target);
        values[size - 1] = value;
    }

    void add(Kind kind, Object target, long w0, long w1, long w2, long w3) {
        add(kind, target);
        var at = (size - 1) * 4;
        limbs[at] = w0;
        limbs[at + 1] = w1;
        limbs[at + 2] = w2;
        limbs[at + 3] = w3;
    }

    private void grow() {
        var length = size * 2;
        kinds = Arrays.copyOf(kinds, length);
        targets = Arrays.copyOf(targets, length);
        values = Arrays.copyOf(values, length);
        limbs = Arrays.copyOf(limbs, length * 4);
    }

    void clear() {
        Arrays.fill(targets, 0, Math.min(size, targets.length), this);
        Arrays.fill(values, 0, size, null);
        size = 0;
    }
}
