package coco.evm.chain;

import coco.evm.U256;
import coco.evm.chain.BlockAccessList.AccountAccess;
import coco.evm.chain.BlockAccessList.BalanceChange;
import coco.evm.chain.BlockAccessList.CodeChange;
import coco.evm.chain.BlockAccessList.NonceChange;
import coco.evm.chain.BlockAccessList.SlotChanges;
import coco.evm.chain.BlockAccessList.StorageChange;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** What an access list has to be before the block is executed (EIP-7928); whether it is right shows only then. */
public final class AccessListRules {
    /** Gas of the block's limit for each account and slot. */
    static final long GAS_PER_ITEM = 2000;

    private AccessListRules() {}

    /**
     * The first rule that the list breaks, or null.
     *
     * @param transactions of the block, how many
     */
    public static @Nullable AccessListRefusal check(BlockAccessList list, BlockHeader header, int transactions) {
        if (!Objects.equals(list.hash(), header.blockAccessListHash())) return AccessListRefusal.HASH;
        var accounts = list.accounts();
        for (var i = 1; i < accounts.size(); i++)
            if (accounts.get(i - 1).address().compareTo(accounts.get(i).address()) >= 0)
                return AccessListRefusal.ACCOUNT_ORDER;
        for (var account : accounts) {
            var refusal = check(account, transactions + 1L);
            if (refusal != null) return refusal;
        }
        return null;
    }

    /**
     * Whether the list has more accounts and slots than a block of this gas limit may have, one for each 2000. Those of a block that
     * breaks another rule too are told that one: to be asked after the block is executed.
     */
    public static boolean isTooLong(BlockAccessList list, long gasLimit) {
        return list.items() > gasLimit / GAS_PER_ITEM;
    }

    private static @Nullable AccessListRefusal check(AccountAccess account, long last) {
        var changed = account.storageChanges().stream().map(SlotChanges::slot).toList();
        if (!ascends(changed) || !ascends(account.storageReads())) return AccessListRefusal.ENTRY_ORDER;
        var both = new HashSet<>(changed);
        both.retainAll(account.storageReads());
        if (!both.isEmpty()) return AccessListRefusal.ENTRY_ORDER;
        for (var slot : account.storageChanges()) {
            if (slot.changes().isEmpty()) return AccessListRefusal.NO_CHANGE;
            var refusal = check(slot.changes(), StorageChange::index, last);
            if (refusal != null) return refusal;
        }
        var refusal = check(account.balanceChanges(), BalanceChange::index, last);
        if (refusal == null) refusal = check(account.nonceChanges(), NonceChange::index, last);
        return refusal != null ? refusal : check(account.codeChanges(), CodeChange::index, last);
    }

    private static boolean ascends(List<U256> slots) {
        for (var i = 1; i < slots.size(); i++) if (slots.get(i - 1).compareTo(slots.get(i)) >= 0) return false;
        return true;
    }

    private static <T> @Nullable AccessListRefusal check(List<T> changes, ToLongFunction<T> index, long last) {
        for (var i = 0; i < changes.size(); i++) {
            var here = index.applyAsLong(changes.get(i));
            if (i > 0 && Long.compareUnsigned(index.applyAsLong(changes.get(i - 1)), here) >= 0)
                return AccessListRefusal.ENTRY_ORDER;
            if (Long.compareUnsigned(here, last) > 0) return AccessListRefusal.INDEX;
        }
        return null;
    }
}
