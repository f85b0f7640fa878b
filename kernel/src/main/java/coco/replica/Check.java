package coco.replica;

import org.jspecify.annotations.Nullable;

/** Invariants: always on. One that does not hold stops the node. */
final class Check {
    private Check() {}

    /** {@code value}, which is never null here. */
    static <T> T present(@Nullable T value, String invariant) {
        if (value == null) throw new IllegalStateException("broken invariant: " + invariant);
        return value;
    }

    static void that(boolean holds, String invariant) {
        if (!holds) throw new IllegalStateException("broken invariant: " + invariant);
    }
}
