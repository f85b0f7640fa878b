package coco.store;

import coco.crypto.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * A change to a key that is not applied yet.
 *
 * @param value the new value; null for the removal
 * @param scope the savepoint under which it was made, 0 for none: a later change under the same one need not be undone
 *     to here, for a rollback goes further back
 */
record Pending(@Nullable Bytes value, long scope) {}
