package coco.conformance.evm;

import coco.evm.AccountState;
import coco.evm.Address;
import coco.evm.Hash;
import coco.evm.MemoryWorld;
import coco.evm.StateDiff;
import coco.evm.U256;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A state in memory and the hashes of the blocks that led to it. */
final class ChainWorld implements BlockState {
    private final MemoryWorld state;
    private final Map<Long, Hash> hashes = new HashMap<>();

    ChainWorld(MemoryWorld state) {
        this.state = state;
    }

    MemoryWorld state() {
        return state;
    }

    void addHash(long number, Hash hash) {
        hashes.put(number, hash);
    }

    ChainWorld copy() {
        var copy = new ChainWorld(state.copy());
        copy.hashes.putAll(hashes);
        return copy;
    }

    @Override
    public void apply(StateDiff diff) {
        state.apply(diff);
    }

    @Override
    public Hash root() {
        return state.root();
    }

    @Override
    public @Nullable AccountState account(Address address) {
        return state.account(address);
    }

    @Override
    public byte[] code(Hash codeHash) {
        return state.code(codeHash);
    }

    @Override
    public U256 storage(Address address, U256 key) {
        return state.storage(address, key);
    }

    @Override
    public boolean hasStorage(Address address) {
        return state.hasStorage(address);
    }

    @Override
    public Hash blockHash(long number) {
        return hashes.getOrDefault(number, Hash.ZERO);
    }
}
