package coco.store;

import coco.crypto.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * A walk over one tree. It holds the way from the root to the present leaf, and looks at a leaf's keys once, to find
 * where the range ends in it.
 */
final class TreeCursor implements Cursor {
    /** With at least 11 children a node, 18 levels would hold more entries than a long can count. */
    private static final int LEVELS_MAX = 18;

    private final byte @Nullable [] from;
    private final byte @Nullable [] to;
    private final boolean descending;

    private final @Nullable Inner[] path = new @Nullable Inner[LEVELS_MAX];
    private final int[] taken = new int[LEVELS_MAX];
    private int depth;

    /** Null once the walk is over. */
    private @Nullable Leaf leaf;

    private int index;

    /** The entries of this leaf from {@code first} to {@code beyond}, exclusive, are in the range. */
    private int first;

    private int beyond;

    private TreeCursor(Root root, @Nullable Bytes from, @Nullable Bytes to, boolean descending) {
        this.from = from == null ? null : from.unsafeArray();
        this.to = to == null ? null : to.unsafeArray();
        this.descending = descending;
        if (root.top() != null) descend(root.top().node(), true);
    }

    static TreeCursor ascending(Root root, @Nullable Bytes from, @Nullable Bytes to) {
        return new TreeCursor(root, from, to, false);
    }

    static TreeCursor descending(Root root, @Nullable Bytes from, @Nullable Bytes to) {
        return new TreeCursor(root, from, to, true);
    }

    @Override
    public boolean next() {
        while (leaf != null) {
            index += descending ? -1 : 1;
            if (index >= first && index < beyond) return true;
            if (!nextLeaf(leaf)) leaf = null;
        }
        return false;
    }

    @Override
    public Bytes key() {
        return Bytes.unsafeWrap(here().keys[index]);
    }

    @Override
    public Value value() {
        return here().valueAt(index);
    }

    private Leaf here() {
        if (leaf == null || index < first || index >= beyond) throw new IllegalStateException("on no entry");
        return leaf;
    }

    /** To the next leaf in the direction of the walk; false where the range ends in this one, or the tree does. */
    private boolean nextLeaf(Leaf done) {
        if (descending ? first > 0 : beyond < done.count) return false;
        while (depth > 0) {
            var inner = path[depth - 1];
            var next = taken[depth - 1] + (descending ? -1 : 1);
            if (inner != null && next >= 0 && next <= inner.count) {
                taken[depth - 1] = next;
                descend(inner.child(next), false);
                return true;
            }
            depth--;
        }
        return false;
    }

    /** To the leaf where the walk begins, or to the nearest one below {@code top}. */
    private void descend(Node top, boolean begin) {
        var node = top;
        while (node instanceof Inner inner) {
            var child = begin ? beginning(inner) : descending ? inner.count : 0;
            path[depth] = inner;
            taken[depth++] = child;
            node = inner.child(child);
        }
        enter((Leaf) node);
    }

    private int beginning(Inner inner) {
        if (descending) return to == null ? inner.count : inner.below(to);
        return from == null ? 0 : inner.childFor(from);
    }

    /** Stands before the first entry of the range in {@code next}, in the direction of the walk. */
    private void enter(Leaf next) {
        leaf = next;
        first = from == null ? 0 : next.below(from);
        beyond = to == null ? next.count : next.below(to);
        index = descending ? beyond : first - 1;
    }
}
