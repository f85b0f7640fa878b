package coco.evm.trie;

import coco.evm.Address;
import coco.evm.Hash;
import coco.evm.U256;
import coco.evm.hash.Keccak256;
import coco.evm.rlp.RlpException;
import coco.evm.rlp.RlpReader;
import coco.evm.rlp.RlpWriter;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All accounts and their storage, immutable. Keys are hashed (a "secure" trie). Meant to follow the flat state that
 * transactions run on, one batch a block, on a thread of its own.
 */
public final class StateTrie {
    /** No accounts, in memory. */
    public static final StateTrie EMPTY = new StateTrie(Trie.EMPTY, NodeStore.NONE);

    private final Trie accounts;
    private final NodeStore store;

    private StateTrie(Trie accounts, NodeStore store) {
        this.accounts = accounts;
        this.store = store;
    }

    /** The state of that root, loaded from the store as it is needed. */
    public static StateTrie open(NodeStore store, Hash root) {
        return new StateTrie(Trie.open(store, root), store);
    }

    /** The state after all changes; this one stays as it is. Storage roots are computed here, the root is not yet. */
    public StateTrie update(Map<Address, AccountChange> changes) {
        var batch = new TrieBatch();
        for (var change : changes.entrySet()) {
            var key = key(change.getKey());
            switch (change.getValue()) {
                case AccountChange.Deleted() -> batch.remove(key);
                case AccountChange.Written written -> write(batch, key, written);
            }
        }
        return new StateTrie(accounts.update(batch), store);
    }

    private void write(TrieBatch batch, byte[] key, AccountChange.Written written) {
        var storage = written.storageCleared() ? Trie.empty(store) : storage(accounts.value(key));
        if (!written.slots().isEmpty()) {
            var slots = new TrieBatch();
            for (var slot : written.slots().entrySet()) {
                var slotKey = Keccak256.hash(slot.getKey().toBytes());
                if (slot.getValue().isZero()) slots.remove(slotKey);
                else
                    slots.put(
                            slotKey, new RlpWriter(33).integer(slot.getValue()).toArray());
            }
            storage = storage.update(slots);
        }
        var account = new AccountState(written.nonce(), written.balance(), storage.root(), written.codeHash());
        batch.put(key, account.encode(), storage.isEmpty() ? null : storage);
    }

    /** The root hash; what is new since the last root is hashed now. */
    public Hash root() {
        return accounts.root();
    }

    public @Nullable AccountState account(Address address) {
        var value = accounts.value(key(address));
        return value == null ? null : AccountState.decode(value.bytes);
    }

    /** Zero where there is no such slot or account. */
    public U256 slot(Address address, U256 slot) {
        var value = storage(accounts.value(key(address))).value(Keccak256.hash(slot.toBytes()));
        if (value == null) return U256.ZERO;
        try {
            return RlpReader.of(value.bytes).u256();
        } catch (RlpException e) {
            throw new BrokenTrieException("a leaf of a storage trie is no number", e);
        }
    }

    /** Nodes towards an account, from the root (EIP-1186). */
    public List<byte[]> accountProof(Address address) {
        return accounts.proof(key(address));
    }

    /** Nodes towards a slot, from the account's storage root (EIP-1186). */
    public List<byte[]> slotProof(Address address, U256 slot) {
        return storage(accounts.value(key(address))).proof(Keccak256.hash(slot.toBytes()));
    }

    /** See {@link Trie#save}. */
    public void save(NodeStore.Sink sink) {
        accounts.save(sink);
    }

    /** See {@link Trie#unloaded}. */
    public StateTrie unloaded() {
        return new StateTrie(accounts.unloaded(), store);
    }

    private Trie storage(TrieBatch.@Nullable Value account) {
        if (account == null) return Trie.empty(store);
        if (account.storage != null) return account.storage;
        return Trie.open(store, AccountState.decode(account.bytes).storageRoot());
    }

    private static byte[] key(Address address) {
        return Keccak256.hash(address.unsafeArray());
    }
}
