package coco.evm.trie;

import coco.evm.Hash;
import coco.evm.U256;
import coco.evm.rlp.RlpException;
import coco.evm.rlp.RlpReader;
import coco.evm.rlp.RlpWriter;

/**
 * An account as the state trie has it (Yellow Paper 4.1).
 *
 * @param nonce unsigned
 * @param balance in wei
 */
public record AccountState(long nonce, U256 balance, Hash storageRoot, Hash codeHash) {
    /** The hash of no code. */
    public static final Hash NO_CODE = Hash.ofHex("c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470");

    byte[] encode() {
        return new RlpWriter(112)
                .begin()
                .integer(nonce)
                .integer(balance)
                .hash(storageRoot)
                .hash(codeHash)
                .end()
                .toArray();
    }

    static AccountState decode(byte[] bytes) {
        try {
            var reader = RlpReader.of(bytes);
            var list = reader.list();
            var account = new AccountState(list.unsignedLong(), list.u256(), list.hash(), list.hash());
            list.finish();
            reader.finish();
            return account;
        } catch (RlpException e) {
            throw new BrokenTrieException("a leaf of the state is no account", e);
        }
    }
}
