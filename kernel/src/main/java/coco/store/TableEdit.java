package coco.store;

import org.jspecify.annotations.Nullable;

/**
 * Edits of one table for one {@link Editor}, which owns it. Nodes of the editor's present owner are changed in place;
 * all others are copied on the way, up to the root.
 */
final class TableEdit {
    /** About what an entry costs beside the bytes of its key and value: two array headers, its share of the nodes. */
    private static final int ENTRY_BYTES = 64;

    private final Root before;
    private @Nullable Node top;
    private long size;
    private long bytes;

    /** Set by the calls that go down, for the caller one level up: the upper half of a node that was split. */
    private @Nullable Node upper;

    private byte[] separator = new byte[0];

    TableEdit(Root root) {
        this.before = root;
        this.top = root.top() == null ? null : root.top().node();
        this.size = root.size();
        this.bytes = root.bytes();
    }

    /** The nodes that it began with belong to no one, so a change shows in the topmost. */
    boolean isChanged() {
        return top != before.top();
    }

    Root root() {
        return size == 0 ? Root.EMPTY : new Root(top, size, bytes);
    }

    void put(Owner owner, byte[] key, byte[] value, long seqno) {
        if (top == null) {
            top = Leaf.of(owner, key, value, seqno);
            added(key, value);
            return;
        }
        var lower = put(owner, top, key, value, seqno);
        top = upper == null ? lower : Inner.of(owner, lower, separator, upper);
        upper = null;
    }

    void remove(Owner owner, byte[] key) {
        if (top == null || !holds(top, key)) return;
        var left = remove(owner, top, key);
        while (left instanceof Inner inner && inner.count == 0) left = inner.child(0);
        top = left.count == 0 ? null : left;
    }

    /** Asked first, so that the removal of an absent key copies nothing. */
    private static boolean holds(Node from, byte[] key) {
        var node = from;
        while (node instanceof Inner inner) node = inner.child(inner.childFor(key));
        return node.find(key) >= 0;
    }

    /** Returns what stands in the place of {@code node} now, and in {@link #upper} what stands behind it. */
    private Node put(Owner owner, Node node, byte[] key, byte[] value, long seqno) {
        return switch (node) {
            case Leaf leaf -> putInLeaf(owner, leaf, key, value, seqno);
            case Inner inner -> putBelow(owner, inner, key, value, seqno);
        };
    }

    private Node putInLeaf(Owner owner, Leaf leaf, byte[] key, byte[] value, long seqno) {
        var index = leaf.search(key);
        if (index >= 0) {
            var own = leaf.own(owner, 0);
            bytes += (long) value.length - own.values[index].length;
            own.values[index] = value;
            own.seqnos[index] = seqno;
            return own;
        }
        var own = leaf.own(owner, 1);
        own.insert(owner, -index - 1, key, value, seqno);
        added(key, value);
        splitIfTooLarge(owner, own);
        return own;
    }

    private Node putBelow(Owner owner, Inner inner, byte[] key, byte[] value, long seqno) {
        var index = inner.childFor(key);
        var child = inner.child(index);
        var lower = put(owner, child, key, value, seqno);
        if (lower == child && upper == null) return inner;
        var own = inner.own(owner);
        own.replaceChild(index, lower);
        if (upper == null) return own;
        own.insert(owner, index, separator, upper);
        upper = null;
        splitIfTooLarge(owner, own);
        return own;
    }

    private void splitIfTooLarge(Owner owner, Node own) {
        if (own.count <= Node.KEYS_MAX) return;
        separator = own.splitKey();
        upper = own.split(owner);
    }

    private Node remove(Owner owner, Node node, byte[] key) {
        return switch (node) {
            case Leaf leaf -> removeFromLeaf(owner, leaf, key);
            case Inner inner -> removeBelow(owner, inner, key);
        };
    }

    private Node removeFromLeaf(Owner owner, Leaf leaf, byte[] key) {
        var own = leaf.own(owner, 0);
        var index = own.find(key);
        size--;
        bytes -= ENTRY_BYTES + (long) key.length + own.values[index].length;
        own.remove(owner, index);
        return own;
    }

    private Node removeBelow(Owner owner, Inner inner, byte[] key) {
        var index = inner.childFor(key);
        var child = inner.child(index);
        var left = remove(owner, child, key);
        if (left == child && left.count >= Node.KEYS_MIN) return inner;
        var own = inner.own(owner);
        own.replaceChild(index, left);
        if (left.count < Node.KEYS_MIN) refill(owner, own, Math.max(0, index - 1));
        return own;
    }

    /** Joins the children {@code index} and {@code index + 1}; where that is too much, divides them evenly. */
    private static void refill(Owner owner, Inner own, int index) {
        var joined =
                switch (own.child(index)) {
                    case Leaf lower -> Leaf.join(owner, lower, (Leaf) own.child(index + 1));
                    case Inner lower -> Inner.join(owner, lower, own.keys[index], (Inner) own.child(index + 1));
                };
        own.replaceChild(index, joined);
        if (joined.count <= Node.MERGED_MAX) {
            own.remove(owner, index);
            return;
        }
        own.replaceKey(owner, index, joined.splitKey());
        own.replaceChild(index + 1, joined.split(owner));
    }

    private void added(byte[] key, byte[] value) {
        size++;
        bytes += ENTRY_BYTES + (long) key.length + value.length;
    }
}
