package coco.evm.trie;

import coco.evm.Hash;
import coco.evm.U256;
import java.util.Map;

/** What becomes of an account. */
public sealed interface AccountChange {
    /** It is no more, nor is its storage. */
    record Deleted() implements AccountChange {}

    /**
     * It has these values from now on.
     *
     * @param nonce unsigned
     * @param balance in wei
     * @param storageCleared whether its storage was empty before {@code slots} were written
     * @param slots those that changed; zero removes one
     */
    record Written(long nonce, U256 balance, Hash codeHash, boolean storageCleared, Map<U256, U256> slots)
            implements AccountChange {}
}
