package coco.evm.trie;

import coco.evm.Hash;
import coco.evm.hash.Keccak256;
import coco.evm.rlp.RlpWriter;
import coco.evm.trie.TrieBatch.Value;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A node of a trie. Immutable but for two memos that threads may race to fill with the same result: how a parent refers
 * to it, and whether a store has it.
 */
abstract sealed class Node {
    private static final int EMBEDDED_MAX = 31;

    private volatile byte @Nullable [] reference;
    private volatile boolean stored;

    /** The RLP of this node. */
    abstract byte[] encode();

    /** What stands for this node in its parent: its RLP where that has less than 32 bytes, the RLP of its hash otherwise. */
    final byte[] reference() {
        var known = reference;
        if (known != null) return known;
        var made = this instanceof Stub stub ? stub.asReference() : reference(encode());
        reference = made;
        return made;
    }

    private static byte[] reference(byte[] encoded) {
        if (encoded.length <= EMBEDDED_MAX) return encoded;
        var hashed = new byte[1 + Hash.SIZE];
        hashed[0] = (byte) (0x80 + Hash.SIZE);
        Keccak256.hash(encoded, 0, encoded.length, hashed, 1);
        return hashed;
    }

    final Hash hash() {
        var reference = reference();
        return reference.length > EMBEDDED_MAX
                ? Hash.unsafeWrap(Arrays.copyOfRange(reference, 1, 1 + Hash.SIZE))
                : Hash.unsafeWrap(Keccak256.hash(reference));
    }

    final boolean isStored() {
        return stored || this instanceof Stub;
    }

    /** Says that the store has this node and all below. */
    final void markStored() {
        stored = true;
    }

    final boolean isEmbedded() {
        return reference().length <= EMBEDDED_MAX;
    }

    /** The end of one key. */
    static final class Leaf extends Node {
        final Nibbles path;
        final Value value;

        Leaf(Nibbles path, Value value) {
            this.path = path;
            this.value = value;
        }

        @Override
        byte[] encode() {
            return new RlpWriter(64 + value.bytes.length)
                    .begin()
                    .bytes(path.compact(true))
                    .bytes(value.bytes)
                    .end()
                    .toArray();
        }
    }

    /** What all keys below have in common; at least one half-byte, and below is a branch. */
    static final class Extension extends Node {
        final Nibbles path;
        final Node child;

        Extension(Nibbles path, Node child) {
            this.path = path;
            this.child = child;
        }

        @Override
        byte[] encode() {
            return new RlpWriter(80)
                    .begin()
                    .bytes(path.compact(false))
                    .raw(child.reference())
                    .end()
                    .toArray();
        }
    }

    /** Where keys part; at least two of its 17 places are taken. */
    static final class Branch extends Node {
        final @Nullable Node[] children;
        final @Nullable Value value;

        Branch(@Nullable Node[] children, @Nullable Value value) {
            this.children = children;
            this.value = value;
        }

        @Override
        byte[] encode() {
            var writer = new RlpWriter(540).begin();
            for (var child : children) {
                if (child == null) writer.empty();
                else writer.raw(child.reference());
            }
            if (value == null) writer.empty();
            else writer.bytes(value.bytes);
            return writer.end().toArray();
        }
    }

    /** A node that is in the store and not in memory. */
    static final class Stub extends Node {
        final Hash hash;

        Stub(Hash hash) {
            this.hash = hash;
        }

        private byte[] asReference() {
            return new RlpWriter(1 + Hash.SIZE).hash(hash).toArray();
        }

        /** A stub is referred to by its hash and never encoded itself. */
        @Override
        byte[] encode() {
            throw new IllegalStateException("a stub has no encoding");
        }
    }
}
