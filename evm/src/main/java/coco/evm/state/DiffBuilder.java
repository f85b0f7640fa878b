package coco.evm.state;

import coco.evm.Hash;
import coco.evm.StateDiff;
import coco.evm.StateDiff.AccountChange;
import coco.evm.StateDiff.CodeChange;
import coco.evm.StateDiff.SlotChange;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/** Reads a transaction's write set off the journal, in an order that depends on the keys alone. */
final class DiffBuilder {
    private static final Comparator<Slot> BY_KEY = Comparator.<Slot, Account>comparing(
                    slot -> slot.account, Comparator.comparing(Account::address))
            .thenComparing(Slot::key);

    private final Journal journal;
    private final ArrayList<Slot> slots = new ArrayList<>();
    private final ArrayList<AccountChange> changes = new ArrayList<>();
    private final TreeMap<Hash, CodeChange> codes = new TreeMap<>();
    private int nextSlot;

    DiffBuilder(Journal journal) {
        this.journal = journal;
    }

    StateDiff build() {
        for (var slot : journal.metSlots) if (slot.changed()) slots.add(slot);
        slots.sort(BY_KEY);
        var accounts = new ArrayList<>(journal.met);
        accounts.sort(Comparator.comparing(Account::address));
        for (var account : accounts) add(account);
        return new StateDiff(List.copyOf(changes), List.copyOf(codes.values()));
    }

    private void add(Account account) {
        var slotChanges = slotsOf(account);
        if (!account.exists) {
            if (account.oldExists) changes.add(new AccountChange(account.address, null, List.of()));
            return;
        }
        if (account.hasCode() && !account.codeHash.equals(account.oldCodeHash)) {
            var code = new CodeChange(account.codeHash, journal.code(account).toArray());
            codes.putIfAbsent(code.hash(), code);
        }
        if (account.changed() || !slotChanges.isEmpty())
            changes.add(new AccountChange(account.address, account.state(), slotChanges));
    }

    private List<SlotChange> slotsOf(Account account) {
        var first = nextSlot;
        while (nextSlot < slots.size() && slots.get(nextSlot).account == account) nextSlot++;
        return slots.subList(first, nextSlot).stream()
                .map(slot -> new SlotChange(slot.key(), slot.now()))
                .toList();
    }
}
