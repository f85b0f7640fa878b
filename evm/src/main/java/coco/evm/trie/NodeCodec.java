package coco.evm.trie;

import coco.evm.Hash;
import coco.evm.hash.Keccak256;
import coco.evm.rlp.RlpException;
import coco.evm.rlp.RlpReader;
import coco.evm.trie.TrieBatch.Value;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Nodes from the store, checked against their hash. */
final class NodeCodec {
    private NodeCodec() {}

    /** The node itself, or the one that a stub stands for. */
    static Node resolve(Node node, NodeStore store) {
        if (!(node instanceof Node.Stub stub)) return node;
        var encoded = store.node(stub.hash);
        if (encoded == null) throw new BrokenTrieException("the store has no node " + stub.hash);
        if (!Arrays.equals(Keccak256.hash(encoded), stub.hash.unsafeArray()))
            throw new BrokenTrieException("the store gave another node for " + stub.hash);
        try {
            return decode(encoded);
        } catch (RlpException e) {
            throw new BrokenTrieException("what has the hash " + stub.hash + " is no node", e);
        }
    }

    private static Node decode(byte[] encoded) throws RlpException {
        var reader = RlpReader.of(encoded);
        var list = reader.list();
        reader.finish();
        var node = list.count() == 17 ? branch(list) : path(list);
        list.finish();
        node.markStored();
        return node;
    }

    private static Node path(RlpReader list) throws RlpException {
        var compact = list.bytes();
        if (compact.length == 0 || (compact[0] & 0xff) >= 0x40) throw new RlpException("no hex-prefix path");
        var path = Nibbles.ofCompact(compact);
        if ((compact[0] & 0x20) != 0) return new Node.Leaf(path, new Value(list.bytes(), null));
        var child = child(list);
        if (child == null || path.length() == 0) throw new RlpException("an extension to nothing");
        return new Node.Extension(path, child);
    }

    private static Node branch(RlpReader list) throws RlpException {
        @Nullable Node[] children = new @Nullable Node[16];
        for (var i = 0; i < 16; i++) children[i] = child(list);
        var value = list.bytes();
        return new Node.Branch(children, value.length == 0 ? null : new Value(value, null));
    }

    private static @Nullable Node child(RlpReader list) throws RlpException {
        if (list.nextIsList()) return decode(list.raw());
        var hash = list.bytes();
        if (hash.length == 0) return null;
        if (hash.length != Hash.SIZE) throw new RlpException("a child that is neither a node nor a hash");
        return new Node.Stub(Hash.unsafeWrap(hash));
    }
}
