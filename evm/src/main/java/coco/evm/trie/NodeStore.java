package coco.evm.trie;

import coco.evm.Hash;
import org.jspecify.annotations.Nullable;

/**
 * Encoded nodes by their hash. What was stored under a hash never changes, so a store may keep the nodes of many roots
 * together. Called from whatever thread reads or updates a trie.
 */
@FunctionalInterface
public interface NodeStore {
    /** Knows no node: for tries that live in memory. */
    NodeStore NONE = _ -> null;

    /** The encoding whose Keccak-256 is {@code hash}, or null where it is unknown; the trie checks it. */
    byte @Nullable [] node(Hash hash);

    /** Takes the nodes that a trie has and its store does not; see {@link Trie#save}. */
    @FunctionalInterface
    interface Sink {
        void put(Hash hash, byte[] encoded);
    }
}
