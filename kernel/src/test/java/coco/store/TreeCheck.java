package coco.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Looks at every node of a version: depth, fill, order, separators, prefixes, free places, and the sums at the root. */
final class TreeCheck {
    private long entries;
    private long bytes;
    private int leafDepth = -1;

    private TreeCheck() {}

    static void check(Version version) {
        for (var table : version.tables()) check(version.root(table));
    }

    private static void check(Root root) {
        var check = new TreeCheck();
        if (root.top() != null) {
            var top = root.top().node();
            assertTrue(top.count > 0, "the root is not empty");
            check.visit(top, 0, null, null);
        }
        assertEquals(check.entries, root.size(), "size");
        assertEquals(check.bytes, root.bytes(), "bytes");
    }

    private void visit(Node node, int depth, byte @Nullable [] low, byte @Nullable [] high) {
        assertTrue(node.count <= Node.KEYS_MAX, "too many keys");
        assertTrue(depth == 0 || node.count >= Node.KEYS_MIN, "too few keys: " + node.count);
        checkKeys(node, low, high);
        switch (node) {
            case Leaf leaf -> visitLeaf(leaf, depth);
            case Inner inner -> visitInner(inner, depth, low, high);
        }
    }

    private static void checkKeys(Node node, byte @Nullable [] low, byte @Nullable [] high) {
        for (var i = 0; i < node.count; i++) {
            var key = node.keys[i];
            assertTrue(low == null || Arrays.compareUnsigned(low, key) <= 0, "below the separator before it");
            assertTrue(high == null || Arrays.compareUnsigned(key, high) < 0, "not below the separator behind it");
            assertTrue(i == 0 || Arrays.compareUnsigned(node.keys[i - 1], key) < 0, "order");
            assertArrayEquals(
                    Arrays.copyOf(node.keys[0], node.skip), Arrays.copyOf(key, node.skip), "skipped bytes differ");
            assertTrue(key.length >= node.skip, "shorter than what is skipped");
            assertEquals(Node.prefixAt(key, node.skip), node.prefixes[i], "prefix");
        }
        assertTrue(node.skip == 0 || node.skip >= Node.SKIP_MIN, "skip");
        for (var i = node.count; i < node.keys.length; i++) assertNull(node.keys[i], "a free place keeps a key");
    }

    private void visitLeaf(Leaf leaf, int depth) {
        if (leafDepth < 0) leafDepth = depth;
        assertEquals(leafDepth, depth, "all leaves are equally deep");
        for (var i = 0; i < leaf.count; i++) bytes += 64L + leaf.keys[i].length + leaf.values[i].length;
        for (var i = leaf.count; i < leaf.values.length; i++) {
            assertNull(leaf.values[i], "a free place keeps a value");
        }
        entries += leaf.count;
    }

    private void visitInner(Inner inner, int depth, byte @Nullable [] low, byte @Nullable [] high) {
        for (var i = 0; i <= inner.count; i++) {
            visit(inner.child(i), depth + 1, i == 0 ? low : inner.keys[i - 1], i == inner.count ? high : inner.keys[i]);
        }
    }
}
