/**
 * Merkle-Patricia tries (Yellow Paper, appendix D) as immutable values: an update copies the path from the root and shares
 * the rest, so that every older trie stays as it was and going back is forgetting a reference.
 *
 * <p>Start from {@link coco.evm.trie.Trie}: a {@link coco.evm.trie.TrieBatch} of puts and removals gives the next one, and
 * {@link coco.evm.trie.Trie#root} hashes what is new, once. {@link coco.evm.trie.StateTrie} is the trie of accounts with
 * their storage below; {@link coco.evm.trie.OrderedTrie} gives the roots of a block's lists. A trie may live over a
 * {@link coco.evm.trie.NodeStore}, from which it loads what it needs.
 */
@NullMarked
package coco.evm.trie;

import org.jspecify.annotations.NullMarked;
