package coco.conformance.evm;

import coco.evm.AccountState;
import coco.evm.Address;
import coco.evm.Hash;
import coco.evm.StateDiff;
import coco.evm.U256;
import coco.evm.hash.Keccak256;
import coco.evm.trie.AccountChange;
import coco.evm.trie.StateTrie;
import coco.evm.trie.Trie;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The part of a state that a block needs, as nodes of the state's trie: what is read is proven by the root, and the root after the block
 * comes from the same nodes. What the nodes do not tell breaks the run. One owner.
 */
final class WitnessWorld implements BlockState {
    private final StateTrie before;
    private final Map<Hash, byte[]> codes = new HashMap<>();
    private final Map<Long, Hash> hashes;
    private final Map<Address, Change> changes = new HashMap<>();

    /** What has become of an account so far; null as state: it is gone. */
    private static final class Change {
        @Nullable
        AccountState state;

        boolean cleared;
        final Map<U256, U256> slots = new TreeMap<>();
    }

    /** @param hashes of the blocks before, by number */
    WitnessWorld(Hash root, Iterable<byte[]> nodes, Iterable<byte[]> codes, Map<Long, Hash> hashes) {
        var store = byHash(nodes);
        this.before = StateTrie.open(store::get, root);
        this.codes.putAll(byHash(codes));
        this.hashes = Map.copyOf(hashes);
    }

    private static Map<Hash, byte[]> byHash(Iterable<byte[]> all) {
        var found = new HashMap<Hash, byte[]>();
        for (var one : all) found.put(Hash.unsafeWrap(Keccak256.hash(one)), one);
        return found;
    }

    @Override
    public void apply(StateDiff diff) {
        for (var code : diff.codes()) codes.put(code.hash(), code.code());
        for (var account : diff.accounts()) {
            var change = changes.computeIfAbsent(account.address(), _ -> new Change());
            change.state = account.after();
            if (account.after() == null) {
                change.cleared = true;
                change.slots.clear();
            }
            for (var slot : account.slots()) change.slots.put(slot.key(), slot.after());
        }
    }

    @Override
    public Hash root() {
        var all = new HashMap<Address, AccountChange>();
        changes.forEach((address, change) -> {
            var state = change.state;
            all.put(
                    address,
                    state == null
                            ? new AccountChange.Deleted()
                            : new AccountChange.Written(
                                    state.nonce(), state.balance(), state.codeHash(), change.cleared, change.slots));
        });
        return before.update(all).root();
    }

    @Override
    public @Nullable AccountState account(Address address) {
        var known = before.account(address);
        return known == null ? null : new AccountState(known.nonce(), known.balance(), known.codeHash());
    }

    @Override
    public byte[] code(Hash codeHash) {
        var code = codes.get(codeHash);
        if (code == null) throw new IllegalStateException("the witness lacks the code " + codeHash);
        return code;
    }

    @Override
    public U256 storage(Address address, U256 key) {
        return before.slot(address, key);
    }

    @Override
    public boolean hasStorage(Address address) {
        var known = before.account(address);
        return known != null && !known.storageRoot().equals(Trie.EMPTY_ROOT);
    }

    @Override
    public Hash blockHash(long number) {
        return hashes.getOrDefault(number, Hash.ZERO);
    }
}
