package coco.ethereum.block;

import coco.ethereum.ledger.AccountRow;
import coco.ethereum.ledger.Chain;
import coco.ethereum.ledger.HeadRow;
import coco.ethereum.ledger.Tables;
import coco.evm.Address;
import coco.evm.Hash;
import coco.evm.U256;
import coco.evm.trie.AccountChange;
import coco.evm.trie.StateTrie;
import coco.store.TableWrites;
import coco.store.Version;
import coco.store.WriteSet;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The state tries of the newest states: derived from the tables, each known by its root, so that a state the network has
 * forgotten leaves nothing wrong behind.
 *
 * <p>The leader derives each trie from the one before. A follower only notes which keys change, up to a bound, and catches up when
 * it has to lead; where it has noted too much, or what it has does not lead to the root in the ledger, the trie is built
 * from the tables. Locked by itself; any thread may call.
 */
public final class StateRoots {
    /** Tries kept: more than the batches that a leader may have out. */
    private static final int TRIES_MAX = 16;

    /** Keys a follower notes before it lets go and builds from the tables when it has to. */
    private static final int NOTES_MAX = 500_000;

    /** Accounts put into a trie at once when it is built from the tables. */
    private static final int BUILD_STEP = 20_000;

    private final LinkedHashMap<Hash, StateTrie> tries = new LinkedHashMap<>();

    /** What has changed since {@link #base}; counts for nothing where there is none. */
    private Touched notes = new Touched();

    private @Nullable StateTrie base;

    /** Which of several restored states {@link #base} is wanted for. */
    private int generation;

    /** The node starts from this state: its trie is built on a thread of its own. */
    public void restored(Version version) {
        var chain = Chain.of(version);
        var mine = forget();
        if (!chain.exists()) return;
        Thread.ofPlatform().daemon().name("ethereum-state-trie").start(() -> offer(mine, build(chain)));
    }

    private synchronized int forget() {
        tries.clear();
        notes = new Touched();
        base = null;
        return ++generation;
    }

    private synchronized void offer(int wanted, StateTrie built) {
        if (wanted == generation && base == null && notes.size() <= NOTES_MAX) base = built;
    }

    /** Notes what an accepted transaction has changed. */
    public synchronized void accepted(WriteSet writes) {
        for (var table : writes.tables()) if (table.table().equals(Tables.HEAD)) reached(table);
        if (notes.size() > NOTES_MAX) base = null;
        else for (var table : writes.tables()) note(table);
    }

    /** A block whose trie this node has made itself: all that was noted up to it is in the trie. */
    private void reached(TableWrites head) {
        var row = head.writes().get(Tables.HEAD_KEY);
        if (row == null) return;
        var trie = tries.get(HeadRow.decode(row).stateRoot());
        if (trie == null) return;
        base = trie;
        notes = new Touched();
    }

    private void note(TableWrites table) {
        if (table.table().equals(Tables.GRAVES)) {
            for (var key : table.writes().keySet()) notes.bury(Address.of(key.unsafeArray()));
        } else if (table.table().equals(Tables.ACCOUNTS)) {
            for (var key : table.writes().keySet()) notes.add(Address.of(key.unsafeArray()), _ -> Touched.NONE);
            for (var key : table.removes()) notes.add(Address.of(key.unsafeArray()), _ -> Touched.NONE);
        } else if (table.table().equals(Tables.STORAGE)) {
            for (var key : table.writes().keySet()) noteSlot(key.unsafeArray());
            for (var key : table.removes()) noteSlot(key.unsafeArray());
        }
    }

    private void noteSlot(byte[] key) {
        var slot = U256.ofBytes(Arrays.copyOfRange(key, Address.SIZE + 4, key.length));
        notes.add(Address.of(key, 0), slot, _ -> Touched.NONE);
    }

    /** The trie of the state that {@code chain} shows, whose root the ledger says is {@code root}. */
    synchronized StateTrie trie(Hash root, Chain chain) {
        var known = tries.get(root);
        if (known != null) return known;
        if (base != null) {
            var caughtUp = base.update(notes.changes(chain));
            if (caughtUp.root().equals(root)) return keep(caughtUp);
        }
        var built = build(chain);
        if (!built.root().equals(root))
            throw new IllegalStateException("the state has the root " + built.root() + ", the ledger says " + root);
        return keep(built);
    }

    /** The trie after these keys have changed. */
    synchronized StateTrie follow(StateTrie trie, Touched touched, Chain chain) {
        return keep(trie.update(touched.changes(chain)));
    }

    private StateTrie keep(StateTrie trie) {
        tries.remove(trie.root());
        tries.put(trie.root(), trie);
        if (tries.size() > TRIES_MAX) tries.remove(tries.firstEntry().getKey());
        return trie;
    }

    /** From nothing: walks over all accounts and slots. */
    static StateTrie build(Chain chain) {
        var trie = StateTrie.EMPTY;
        var changes = new HashMap<Address, AccountChange>();
        var accounts = chain.reads().range(Tables.ACCOUNTS, null, null);
        while (accounts.next()) {
            var address = Address.of(accounts.key().unsafeArray());
            var row = AccountRow.decode(accounts.value().bytes());
            var state = row.state();
            var slots = slots(chain, address, row.incarnation());
            changes.put(
                    address, new AccountChange.Written(state.nonce(), state.balance(), state.codeHash(), true, slots));
            if (changes.size() < BUILD_STEP) continue;
            trie = trie.update(changes);
            changes.clear();
        }
        return trie.update(changes);
    }

    private static Map<U256, U256> slots(Chain chain, Address address, int incarnation) {
        var prefix = Tables.storagePrefix(address, incarnation);
        var slots = new HashMap<U256, U256>();
        var cursor = chain.reads().range(Tables.STORAGE, prefix, Version.endOf(prefix));
        while (cursor.next()) {
            var key = cursor.key().unsafeArray();
            slots.put(
                    U256.ofBytes(Arrays.copyOfRange(key, prefix.size(), key.length)),
                    U256.ofBytes(cursor.value().bytes().unsafeArray()));
        }
        return slots;
    }
}
