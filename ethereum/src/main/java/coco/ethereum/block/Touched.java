package coco.ethereum.block;

import coco.ethereum.ledger.Chain;
import coco.evm.Address;
import coco.evm.U256;
import coco.evm.trie.AccountChange;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.ToIntFunction;

/**
 * Keys that may have changed since a state whose trie is at hand: the values are read from the tables when the trie follows, so
 * a key too many does no harm. One owner.
 */
final class Touched {
    /** The incarnation before of an account that was not there, or that nobody has looked at. */
    static final int NONE = -1;

    private final Map<Address, Account> accounts = new HashMap<>();
    private int size;

    /** The incarnation that the account had in the state of the trie, and slots. */
    private static final class Account {
        final int before;
        final Set<U256> slots = new HashSet<>();
        boolean buried;

        Account(int before) {
            this.before = before;
        }
    }

    /** @param before the incarnation in the state of the trie; asked for at the account's first mention */
    void add(Address address, ToIntFunction<Address> before) {
        account(address, before);
    }

    void add(Address address, U256 slot, ToIntFunction<Address> before) {
        if (account(address, before).slots.add(slot)) size++;
    }

    /** The account was destroyed with its storage. */
    void bury(Address address) {
        account(address, _ -> NONE).buried = true;
    }

    private Account account(Address address, ToIntFunction<Address> before) {
        var account = accounts.get(address);
        if (account == null) {
            account = new Account(before.applyAsInt(address));
            accounts.put(address, account);
            size++;
        }
        return account;
    }

    /** Accounts and slots. */
    int size() {
        return size;
    }

    /** What has become of all these keys in that state. */
    Map<Address, AccountChange> changes(Chain chain) {
        var changes = new HashMap<Address, AccountChange>();
        accounts.forEach((address, account) -> changes.put(address, change(chain, address, account)));
        return changes;
    }

    private static AccountChange change(Chain chain, Address address, Account account) {
        var row = chain.account(address);
        if (row == null) return new AccountChange.Deleted();
        var slots = new HashMap<U256, U256>();
        for (var slot : account.slots) slots.put(slot, chain.slot(address, row.incarnation(), slot));
        var cleared = account.buried || account.before != NONE && account.before != row.incarnation();
        var state = row.state();
        return new AccountChange.Written(state.nonce(), state.balance(), state.codeHash(), cleared, slots);
    }
}
