package coco.evm.state;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Storage that lives for one transaction (EIP-1153). Owned by the {@link Journal}. */
final class TransientStorage {
    private final Map<Account, SlotMap> accounts = new HashMap<>();

    /** The slot, for reading: null where nothing of the account was ever written. */
    @Nullable
    Slot find(Account account, long k0, long k1, long k2, long k3) {
        var slots = accounts.get(account);
        return slots == null ? null : slots.get(account, k0, k1, k2, k3);
    }

    Slot get(Account account, long k0, long k1, long k2, long k3) {
        return accounts.computeIfAbsent(account, _ -> new SlotMap()).get(account, k0, k1, k2, k3);
    }

    void clear() {
        if (!accounts.isEmpty()) accounts.clear();
    }
}
