/**
 * Keccak-256, the hash behind every address, slot, code and trie node. Start from {@link coco.evm.hash.Keccak256}: its
 * static methods take a range and return 32 bytes, or write them where the caller wants them, as bytes or as the four
 * limbs of a 256-bit number.
 */
@NullMarked
package coco.evm.hash;

import org.jspecify.annotations.NullMarked;
