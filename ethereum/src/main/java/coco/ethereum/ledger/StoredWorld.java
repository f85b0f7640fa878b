package coco.ethereum.ledger;

import coco.evm.AccountState;
import coco.evm.Address;
import coco.evm.Hash;
import coco.evm.U256;
import coco.evm.WorldView;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The state in the tables as the EVM reads it. For the length of one session it remembers the incarnations of the accounts it
 * has shown. One thread at a time.
 */
public final class StoredWorld implements WorldView {
    private final LongFunction<Hash> blockHashes;
    private final Map<Address, Integer> incarnations = new HashMap<>();
    private Chain chain;

    /** @param blockHashes the hash of an ancestor by number */
    public StoredWorld(Chain chain, LongFunction<Hash> blockHashes) {
        this.chain = chain;
        this.blockHashes = blockHashes;
    }

    /** The state as a block after {@code head} sees it. */
    public static StoredWorld of(Chain chain) {
        return new StoredWorld(chain, number -> ancestor(chain, number));
    }

    private static Hash ancestor(Chain chain, long number) {
        var block = chain.block(number);
        return block == null ? Hash.ZERO : block.hash();
    }

    /** From now on reads go there: a state that follows the one before by what the session itself has done. */
    public void moveTo(Chain next) {
        chain = next;
    }

    @Override
    public @Nullable AccountState account(Address address) {
        var row = chain.account(address);
        if (row == null) return null;
        incarnations.put(address, row.incarnation());
        return row.state();
    }

    /** The incarnation of an account that exists; null where there is none. */
    public @Nullable Integer incarnation(Address address) {
        return incarnations.get(address);
    }

    /** Says what a transaction has made of the account: null where it is gone. */
    public void incarnation(Address address, @Nullable Integer incarnation) {
        if (incarnation == null) incarnations.remove(address);
        else incarnations.put(address, incarnation);
    }

    @Override
    public byte[] code(Hash codeHash) {
        return chain.code(codeHash);
    }

    @Override
    public U256 storage(Address address, U256 key) {
        var incarnation = incarnations.get(address);
        return incarnation == null ? U256.ZERO : chain.slot(address, incarnation, key);
    }

    @Override
    public boolean hasStorage(Address address) {
        var incarnation = incarnations.get(address);
        return incarnation != null && chain.hasStorage(address, incarnation);
    }

    @Override
    public Hash blockHash(long number) {
        return blockHashes.apply(number);
    }
}
