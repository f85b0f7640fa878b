package coco.evm.state;

import coco.evm.Address;
import coco.evm.Hash;
import coco.evm.U256;
import coco.evm.chain.BlockAccessList;
import coco.evm.chain.BlockAccessList.AccountAccess;
import coco.evm.chain.BlockAccessList.BalanceChange;
import coco.evm.chain.BlockAccessList.CodeChange;
import coco.evm.chain.BlockAccessList.NonceChange;
import coco.evm.chain.BlockAccessList.SlotChanges;
import coco.evm.chain.BlockAccessList.StorageChange;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiPredicate;

/** Gathers what the transactions of a block look at and change into its access list (EIP-7928). Owned by a session. */
public final class AccessRecorder {
    /** A value before and after all that happened under one index. */
    private record Step<T>(long index, T before, T after) {}

    /** What becomes of one value in the course of the block. */
    private static final class Steps<T> {
        private final ArrayList<Step<T>> all = new ArrayList<>();

        void add(long index, T before, T after) {
            var same = !all.isEmpty() && all.getLast().index == index;
            all.add(new Step<>(index, same ? all.removeLast().before : before, after));
        }

        /** Those that have changed something. */
        List<Step<T>> changes(BiPredicate<T, T> same) {
            return all.stream()
                    .filter(step -> !same.test(step.before, step.after))
                    .toList();
        }
    }

    private static final class Entry {
        final Steps<U256> balances = new Steps<>();
        final Steps<Long> nonces = new Steps<>();
        final Steps<Hash> codes = new Steps<>();
        final Map<Hash, Code> contents = new HashMap<>();
        final TreeMap<U256, Steps<U256>> slots = new TreeMap<>();

        void code(long index, Hash before, Hash after, Code code) {
            codes.add(index, before, after);
            contents.put(after, code);
        }

        private CodeChange change(Step<Hash> step) {
            return new CodeChange(
                    step.index, contents.getOrDefault(step.after, Code.EMPTY).toArray());
        }

        AccountAccess access(Address address) {
            var changes = new ArrayList<SlotChanges>();
            var reads = new ArrayList<U256>();
            slots.forEach((key, steps) -> {
                var written = steps.changes(U256::equals).stream()
                        .map(step -> new StorageChange(step.index, step.after))
                        .toList();
                if (written.isEmpty()) reads.add(key);
                else changes.add(new SlotChanges(key, written));
            });
            return new AccountAccess(
                    address,
                    changes,
                    reads,
                    balances.changes(U256::equals).stream()
                            .map(step -> new BalanceChange(step.index, step.after))
                            .toList(),
                    nonces.changes(Long::equals).stream()
                            .map(step -> new NonceChange(step.index, step.after))
                            .toList(),
                    codes.changes(Hash::equals).stream().map(this::change).toList());
        }
    }

    private final TreeMap<Address, Entry> entries = new TreeMap<>();

    /**
     * Adds what the journal's transaction did; to be called between its end and the next.
     *
     * @param index 0 before the transactions of the block, then their number from 1 on, one more behind the last
     */
    public void add(long index, Journal journal) {
        for (var account : journal.met) if (journal.isAccessed(account)) add(index, account, journal);
        for (var slot : journal.metSlots) if (journal.isAccessed(slot)) add(index, slot);
    }

    private void add(long index, Account account, Journal journal) {
        var entry = entry(account);
        if (!account.balance.equals(account.oldBalance)) entry.balances.add(index, account.oldBalance, account.balance);
        // One that was made and destroyed in the transaction never had them, to those who look from outside.
        if (!account.exists) return;
        if (account.nonce != account.oldNonce) entry.nonces.add(index, account.oldNonce, account.nonce);
        if (!account.codeHash.equals(account.oldCodeHash))
            entry.code(index, account.oldCodeHash, account.codeHash, journal.code(account));
    }

    private void add(long index, Slot slot) {
        var steps = entry(slot.account).slots.computeIfAbsent(slot.key(), _ -> new Steps<>());
        if (slot.account.exists && slot.changed()) steps.add(index, slot.old(), slot.now());
    }

    private Entry entry(Account account) {
        return entries.computeIfAbsent(account.address, _ -> new Entry());
    }

    /** Of everything added so far. */
    public BlockAccessList list() {
        var accounts = new ArrayList<AccountAccess>(entries.size());
        entries.forEach((address, entry) -> accounts.add(entry.access(address)));
        return new BlockAccessList(accounts);
    }
}
