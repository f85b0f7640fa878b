package coco.evm;

import coco.evm.hash.Keccak256;
import coco.evm.trie.AccountChange;
import coco.evm.trie.StateTrie;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A whole state in memory: for trying the machine, for tests and tools. One owner. */
public final class MemoryWorld implements WorldView {
    private static final byte[] NOTHING = {};

    private record Entry(AccountState state, TreeMap<U256, U256> slots) {}

    private final TreeMap<Address, Entry> accounts = new TreeMap<>();
    private final Map<Hash, byte[]> codes = new HashMap<>();

    /** No accounts. */
    public MemoryWorld() {}

    /** Adds or replaces an account; zero slots are left out. */
    public void put(Address address, long nonce, U256 balance, byte[] code, Map<U256, U256> slots) {
        var hash = Hash.unsafeWrap(Keccak256.hash(code));
        codes.put(hash, code);
        var entry = new Entry(new AccountState(nonce, balance, hash), new TreeMap<>());
        slots.forEach((key, value) -> put(entry, key, value));
        accounts.put(address, entry);
    }

    /** A world of its own with the same content. */
    public MemoryWorld copy() {
        var copy = new MemoryWorld();
        accounts.forEach(
                (address, entry) -> copy.accounts.put(address, new Entry(entry.state, new TreeMap<>(entry.slots))));
        copy.codes.putAll(codes);
        return copy;
    }

    private static void put(Entry entry, U256 key, U256 value) {
        if (value.isZero()) entry.slots.remove(key);
        else entry.slots.put(key, value);
    }

    /** Takes over what a transaction has changed. */
    public void apply(StateDiff diff) {
        for (var code : diff.codes()) codes.put(code.hash(), code.code());
        for (var change : diff.accounts()) {
            var after = change.after();
            if (after == null) {
                accounts.remove(change.address());
                continue;
            }
            var before = accounts.get(change.address());
            var entry = new Entry(after, before == null ? new TreeMap<>() : before.slots);
            for (var slot : change.slots()) put(entry, slot.key(), slot.after());
            accounts.put(change.address(), entry);
        }
    }

    /** The root of the state trie. */
    public Hash root() {
        var changes = new HashMap<Address, AccountChange>();
        accounts.forEach((address, entry) -> changes.put(
                address,
                new AccountChange.Written(
                        entry.state.nonce(), entry.state.balance(), entry.state.codeHash(), true, entry.slots)));
        return StateTrie.EMPTY.update(changes).root();
    }

    @Override
    public @Nullable AccountState account(Address address) {
        var entry = accounts.get(address);
        return entry == null ? null : entry.state;
    }

    @Override
    public byte[] code(Hash codeHash) {
        var code = codes.get(codeHash);
        if (code == null) throw new IllegalArgumentException("no account has code " + codeHash);
        return code;
    }

    @Override
    public U256 storage(Address address, U256 key) {
        var entry = accounts.get(address);
        return entry == null ? U256.ZERO : entry.slots.getOrDefault(key, U256.ZERO);
    }

    @Override
    public boolean hasStorage(Address address) {
        var entry = accounts.get(address);
        return entry != null && !entry.slots.isEmpty();
    }

    /** The state tests' convention: the hash of the number's decimal digits. */
    @Override
    public Hash blockHash(long number) {
        return Hash.unsafeWrap(Keccak256.hash(Long.toString(number).getBytes(StandardCharsets.US_ASCII)));
    }

    /** The code of an account, empty where it has none. */
    public byte[] codeOf(Address address) {
        var entry = accounts.get(address);
        return entry == null ? NOTHING : code(entry.state.codeHash());
    }

    /** One line for each account and slot in which the two differ: first this one's value, then the other's. */
    public List<String> differences(MemoryWorld other) {
        var lines = new ArrayList<String>();
        var all = new TreeSet<>(accounts.keySet());
        all.addAll(other.accounts.keySet());
        for (var address : all) {
            var mine = accounts.get(address);
            var theirs = other.accounts.get(address);
            if (mine == null || theirs == null) {
                lines.add("%s: %s, expected %s".formatted(address, text(mine), text(theirs)));
                continue;
            }
            if (!mine.state.equals(theirs.state))
                lines.add("%s: %s, expected %s".formatted(address, text(mine), text(theirs)));
            var keys = new TreeSet<>(mine.slots.keySet());
            keys.addAll(theirs.slots.keySet());
            for (var key : keys) {
                U256 now = mine.slots.getOrDefault(key, U256.ZERO), wanted = theirs.slots.getOrDefault(key, U256.ZERO);
                if (!now.equals(wanted))
                    lines.add(
                            "%s slot %s: %s, expected %s".formatted(address, key.toHex(), now.toHex(), wanted.toHex()));
            }
        }
        return lines;
    }

    private static String text(@Nullable Entry entry) {
        if (entry == null) return "no account";
        return "nonce %d balance %s code %.10s"
                .formatted(entry.state.nonce(), entry.state.balance(), entry.state.codeHash());
    }
}
