package coco.evm.trie;

import coco.evm.Hash;
import coco.evm.trie.TrieBatch.Value;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An immutable Merkle-Patricia trie from byte strings to non-empty byte strings. Any thread may read and update it. */
public final class Trie {
    /** The root of a trie with nothing in it: the hash of an empty string's RLP. */
    public static final Hash EMPTY_ROOT =
            Hash.ofHex("56e81f171bcc55a6ff8345e692c0f86e5b48e01b996cadc001622fb5e363b421");

    /** With nothing in it, in memory. */
    public static final Trie EMPTY = new Trie(null, NodeStore.NONE);

    private final @Nullable Node root;
    private final NodeStore store;

    private Trie(@Nullable Node root, NodeStore store) {
        this.root = root;
        this.store = store;
    }

    /** The trie of that root, whose nodes are in the store; none is loaded yet. */
    public static Trie open(NodeStore store, Hash root) {
        return new Trie(root.equals(EMPTY_ROOT) ? null : new Node.Stub(root), store);
    }

    /** With nothing in it, over a store. */
    public static Trie empty(NodeStore store) {
        return new Trie(null, store);
    }

    public byte @Nullable [] get(byte[] key) {
        var value = value(key);
        return value == null ? null : value.bytes.clone();
    }

    public Trie put(byte[] key, byte[] value) {
        return update(new TrieBatch().put(key, value));
    }

    public Trie remove(byte[] key) {
        return update(new TrieBatch().remove(key));
    }

    /** The trie after all of the batch; this one stays as it is. */
    public Trie update(TrieBatch batch) {
        var updated = new NodeUpdate(batch.sorted(), store).apply(root);
        return updated == root ? this : new Trie(updated, store);
    }

    public boolean isEmpty() {
        return root == null;
    }

    /** The root hash; nodes that were never hashed are hashed now and remember it. */
    public Hash root() {
        return root == null ? EMPTY_ROOT : root.hash();
    }

    /**
     * Gives each node that the store does not have to {@code sink}, children before parents, with those of storage tries
     * below accounts. Nodes that were given once are not given again.
     */
    public void save(NodeStore.Sink sink) {
        if (root != null) save(root, true, sink);
    }

    /** The same content with nothing of it in memory; what was not saved before is lost. */
    public Trie unloaded() {
        return open(store, root());
    }

    /** Encoded nodes from the root towards a key, as far as they go: what EIP-1186 calls a proof. */
    public List<byte[]> proof(byte[] key) {
        var proof = new ArrayList<byte[]>();
        var node = root;
        for (var depth = 0; node != null; ) {
            var isRoot = depth == 0;
            node = NodeCodec.resolve(node, store);
            if (isRoot || !node.isEmbedded()) proof.add(node.encode());
            if (node instanceof Node.Extension extension && covers(extension.path, key, depth)) {
                depth += extension.path.length();
                node = extension.child;
            } else if (node instanceof Node.Branch branch && depth < 2 * key.length) {
                node = branch.children[Nibbles.at(key, depth++)];
            } else {
                node = null;
            }
        }
        return proof;
    }

    @Nullable
    Value value(byte[] key) {
        var node = root;
        for (var depth = 0; node != null; ) {
            switch (NodeCodec.resolve(node, store)) {
                case Node.Leaf leaf -> {
                    var found = 2 * key.length - depth == leaf.path.length() && covers(leaf.path, key, depth);
                    return found ? leaf.value : null;
                }
                case Node.Extension extension -> {
                    if (!covers(extension.path, key, depth)) return null;
                    depth += extension.path.length();
                    node = extension.child;
                }
                case Node.Branch branch -> {
                    if (depth == 2 * key.length) return branch.value;
                    node = branch.children[Nibbles.at(key, depth++)];
                }
                case Node.Stub stub -> throw new IllegalStateException("unresolved " + stub.hash);
            }
        }
        return null;
    }

    private static boolean covers(Nibbles path, byte[] key, int depth) {
        return path.common(key, depth) == path.length();
    }

    private static void save(Node node, boolean isRoot, NodeStore.Sink sink) {
        if (node.isStored()) return;
        switch (node) {
            case Node.Leaf leaf -> saveStorage(leaf.value, sink);
            case Node.Extension extension -> save(extension.child, false, sink);
            case Node.Branch branch -> {
                for (var child : branch.children) if (child != null) save(child, false, sink);
                if (branch.value != null) saveStorage(branch.value, sink);
            }
            case Node.Stub _ -> {}
        }
        if (isRoot || !node.isEmbedded()) sink.put(node.hash(), node.encode());
        node.markStored();
    }

    private static void saveStorage(Value value, NodeStore.Sink sink) {
        if (value.storage != null) value.storage.save(sink);
    }
}
