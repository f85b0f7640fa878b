package coco.store;

import coco.crypto.Bytes;
import org.jspecify.annotations.Nullable;

/** A change to a key that is not applied yet: the new value, or null for its removal. */
record Pending(@Nullable Bytes value) {
    static final Pending REMOVAL = new Pending(null);
}
