package coco.store;

import org.jspecify.annotations.Nullable;

/** One table of one version: its tree (null where it has no entries), how many entries, and about how much heap. */
record Root(@Nullable NodeRef top, long size, long bytes) {
    static final Root EMPTY = new Root(null, 0, 0);

    @Nullable
    Value get(byte[] key) {
        if (top == null) return null;
        var node = top.node();
        while (node instanceof Inner inner) node = inner.child(inner.childFor(key));
        var leaf = (Leaf) node;
        var index = leaf.find(key);
        return index < 0 ? null : leaf.valueAt(index);
    }
}
