package coco.evm.trie;

import coco.evm.trie.TrieBatch.Sorted;
import coco.evm.trie.TrieBatch.Value;
import org.jspecify.annotations.Nullable;

/**
 * Applies one sorted batch to a tree of nodes in a single walk. A subtree that no key changes is returned as the very same
 * object, with its memos. Everywhere, {@code low} to {@code high} are the batch's keys that agree with the path walked so
 * far, which has {@code depth} half-bytes.
 */
final class NodeUpdate {
    private final Sorted batch;
    private final NodeStore store;

    NodeUpdate(Sorted batch, NodeStore store) {
        this.batch = batch;
        this.store = store;
    }

    @Nullable
    Node apply(@Nullable Node root) {
        return update(root, 0, batch.keys.length, 0);
    }

    private @Nullable Node update(@Nullable Node old, int low, int high, int depth) {
        if (low == high) return old;
        if (old == null) return build(low, high, depth);
        var node = NodeCodec.resolve(old, store);
        var updated =
                switch (node) {
                    case Node.Leaf leaf -> leaf(leaf, low, high, depth);
                    case Node.Extension extension -> extension(extension, low, high, depth);
                    case Node.Branch branch -> branch(branch, low, high, depth);
                    case Node.Stub stub -> throw new IllegalStateException("unresolved " + stub.hash);
                };
        return updated == node ? old : updated;
    }

    private @Nullable Node build(int low, int high, int depth) {
        if (high - low == 1) {
            var value = batch.values[low];
            return value == null ? null : new Node.Leaf(Nibbles.of(batch.keys[low], depth), value);
        }
        var common = Nibbles.common(batch.keys[low], batch.keys[high - 1], depth);
        var path = Nibbles.of(batch.keys[low], depth, depth + common);
        return prefixed(path, places(new @Nullable Node[16], null, low, high, depth + common));
    }

    private @Nullable Node leaf(Node.Leaf leaf, int low, int high, int depth) {
        var common = common(leaf.path, low, high, depth);
        if (high - low == 1 && common == leaf.path.length() && 2 * batch.keys[low].length == depth + common) {
            var value = batch.values[low];
            if (value == null) return null;
            if (value.sameAs(leaf.value) && value.storage == leaf.value.storage) return leaf;
            return new Node.Leaf(leaf.path, value);
        }
        @Nullable Node[] children = new @Nullable Node[16];
        var ends = common == leaf.path.length();
        if (!ends) children[leaf.path.at(common)] = new Node.Leaf(leaf.path.skip(common + 1), leaf.value);
        var branch = places(children, ends ? leaf.value : null, low, high, depth + common);
        return unlessSame(leaf, prefixed(leaf.path.take(common), branch));
    }

    private @Nullable Node extension(Node.Extension extension, int low, int high, int depth) {
        var path = extension.path;
        var common = common(path, low, high, depth);
        if (common == path.length()) {
            var child = update(extension.child, low, high, depth + common);
            return child == extension.child ? extension : prefixed(path, child);
        }
        @Nullable Node[] children = new @Nullable Node[16];
        var rest = path.skip(common + 1);
        children[path.at(common)] = rest.length() == 0 ? extension.child : new Node.Extension(rest, extension.child);
        return unlessSame(extension, prefixed(path.take(common), places(children, null, low, high, depth + common)));
    }

    private @Nullable Node branch(Node.Branch branch, int low, int high, int depth) {
        @Nullable Node[] children = branch.children.clone();
        var updated = places(children, branch.value, low, high, depth);
        if (!(updated instanceof Node.Branch same) || same.value != branch.value) return updated;
        for (var i = 0; i < 16; i++) if (same.children[i] != branch.children[i]) return updated;
        return branch;
    }

    /** Lets the batch into 16 children, which it changes in place, and a value; the smallest node that holds them all. */
    private @Nullable Node places(@Nullable Node[] children, @Nullable Value value, int low, int high, int depth) {
        var next = low;
        if (2 * batch.keys[low].length == depth) {
            var own = batch.values[next++];
            if (own == null || value == null || !own.sameAs(value)) value = own;
        }
        while (next < high) {
            var nibble = Nibbles.at(batch.keys[next], depth);
            var end = next + 1;
            while (end < high && Nibbles.at(batch.keys[end], depth) == nibble) end++;
            children[nibble] = update(children[nibble], next, end, depth + 1);
            next = end;
        }
        return smallest(children, value);
    }

    private @Nullable Node smallest(@Nullable Node[] children, @Nullable Value value) {
        var only = -1;
        for (var i = 0; i < 16; i++) {
            if (children[i] == null) continue;
            if (only >= 0 || value != null) return new Node.Branch(children, value);
            only = i;
        }
        if (only < 0) return value == null ? null : new Node.Leaf(Nibbles.NONE, value);
        return prefixed(Nibbles.NONE.then(only, Nibbles.NONE), children[only]);
    }

    /** A node with a path before it: paths that follow one another become one. */
    private @Nullable Node prefixed(Nibbles path, @Nullable Node child) {
        if (child == null || path.length() == 0) return child;
        return switch (NodeCodec.resolve(child, store)) {
            case Node.Leaf leaf -> new Node.Leaf(path.then(leaf.path), leaf.value);
            case Node.Extension extension -> new Node.Extension(path.then(extension.path), extension.child);
            case Node.Branch _ -> new Node.Extension(path, child);
            case Node.Stub stub -> throw new IllegalStateException("unresolved " + stub.hash);
        };
    }

    /** Removing keys that were not there splits a path and joins it again: then nothing changed. */
    private static @Nullable Node unlessSame(Node old, @Nullable Node updated) {
        return switch (old) {
            case Node.Leaf a when updated instanceof Node.Leaf b && a.value == b.value -> old;
            case Node.Extension a when updated instanceof Node.Extension b && a.child == b.child -> old;
            default -> updated;
        };
    }

    private int common(Nibbles path, int low, int high, int depth) {
        return Math.min(path.common(batch.keys[low], depth), path.common(batch.keys[high - 1], depth));
    }
}
