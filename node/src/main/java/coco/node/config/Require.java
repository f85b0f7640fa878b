package coco.node.config;

/** Conditions of configuration values. A class of its own, so that no constant waits for another's. */
final class Require {
    private Require() {}

    /** @throws IllegalArgumentException with {@code what} where it does not hold */
    static void that(boolean holds, String what) {
        if (!holds) throw new IllegalArgumentException(what);
    }
}
