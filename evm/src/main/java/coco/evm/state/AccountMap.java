package coco.evm.state;

import coco.evm.Address;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Accounts by address: open addressing, linear probing, never more than half full. Owned by the {@link Journal}. */
final class AccountMap {
    private final Predicate<Address> precompiles;
    private @Nullable Account[] table = new @Nullable Account[64];
    private int count;

    AccountMap(Predicate<Address> precompiles) {
        this.precompiles = precompiles;
    }

    /** The account with the address; made, not yet loaded, at its first mention. */
    Account get(long a0, long a1, long a2) {
        var mask = table.length - 1;
        for (var i = Mix.of(a0, a1, a2, 0) & mask; ; i = i + 1 & mask) {
            var account = table[i];
            if (account == null) return insert(i, a0, a1, a2);
            if (account.a0 == a0 && account.a1 == a1 && account.a2 == a2) return account;
        }
    }

    private Account insert(int place, long a0, long a1, long a2) {
        var address = AddressLimbs.toAddress(a0, a1, a2);
        var account = new Account(address, a0, a1, a2, precompiles.test(address));
        table[place] = account;
        if (++count * 2 > table.length) grow();
        return account;
    }

    private void grow() {
        var old = table;
        table = new @Nullable Account[old.length * 2];
        var mask = table.length - 1;
        for (var account : old) {
            if (account == null) continue;
            var i = Mix.of(account.a0, account.a1, account.a2, 0) & mask;
            while (table[i] != null) i = i + 1 & mask;
            table[i] = account;
        }
    }
}
