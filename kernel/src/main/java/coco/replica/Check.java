package coco.replica;

/** Invariants: always on. One that does not hold stops the node. */
final class Check {
    private Check() {}

    static void that(boolean holds, String invariant) {
        if (!holds) throw new IllegalStateException("broken invariant: " + invariant);
    }
}
