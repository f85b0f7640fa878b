package coco.evm.trie;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import coco.evm.Address;
import coco.evm.Hash;
import coco.evm.U256;
import coco.evm.hash.Keccak256;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class TrieTest {
    private final SplittableRandom random = new SplittableRandom(11);
    private final Map<Hash, byte[]> saved = new HashMap<>();

    /** Keys of few values and several lengths, so that all kinds of splits and joins occur. */
    private byte[] key() {
        var key = new byte[1 + random.nextInt(4)];
        for (var i = 0; i < key.length; i++) key[i] = (byte) (random.nextInt(3) * 0x11 + random.nextInt(2));
        return key;
    }

    private byte[] value() {
        var value = new byte[1 + random.nextInt(40)];
        random.nextBytes(value);
        return value;
    }

    private static Trie fresh(Map<byte[], byte[]> content) {
        var batch = new TrieBatch();
        content.forEach(batch::put);
        return Trie.EMPTY.update(batch);
    }

    @Test
    void anyOrderAndAnyBatchGiveTheSameRootAndOldTriesStay() {
        var content = new TreeMap<byte[], byte[]>(Arrays::compareUnsigned);
        var trie = Trie.empty(saved::get);
        for (var round = 0; round < 2_000; round++) {
            var before = trie;
            var rootBefore = before.root();
            var batch = new TrieBatch();
            for (var i = random.nextInt(8); i >= 0; i--) {
                var key = key();
                if (random.nextInt(5) < 2) {
                    batch.remove(key);
                    content.remove(key);
                } else {
                    var value = value();
                    batch.put(key, value);
                    content.put(key, value);
                }
            }
            trie = trie.update(batch);
            assertEquals(fresh(content).root(), trie.root());
            assertEquals(rootBefore, before.root());
            for (var entry : content.entrySet()) assertArrayEquals(entry.getValue(), trie.get(entry.getKey()));
            if (round % 7 == 0) trie.save(saved::put);
            if (round % 14 == 0) trie = trie.unloaded();
        }
    }

    @Test
    void whatChangesNothingIsTheSameTrie() {
        var trie = Trie.EMPTY.put(new byte[] {1, 2}, new byte[] {1}).put(new byte[] {1, 3}, new byte[] {2});
        assertSame(trie, trie.put(new byte[] {1, 2}, new byte[] {1}));
        assertSame(trie, trie.remove(new byte[] {1, 4}));
        assertSame(trie, trie.remove(new byte[] {7}));
        assertSame(trie, trie.remove(new byte[] {1}));
        assertSame(trie, trie.update(new TrieBatch()));
    }

    @Test
    void aStoreThatLiesIsFound() {
        var trie = Trie.EMPTY.put(Keccak256.hash(new byte[1]), new byte[40]);
        trie.save(saved::put);
        assertArrayEquals(new byte[40], Trie.open(saved::get, trie.root()).get(Keccak256.hash(new byte[1])));
        saved.values().iterator().next()[0] ^= 1;
        var open = Trie.open(saved::get, trie.root());
        assertThrows(BrokenTrieException.class, () -> open.get(new byte[32]));
        assertThrows(BrokenTrieException.class, () -> Trie.open(NodeStore.NONE, trie.root())
                .get(new byte[32]));
    }

    @Test
    void statesAreSavedLoadedAndRolledBack() {
        var address = Address.ofNumber(77);
        var first = StateTrie.open(saved::get, Trie.EMPTY_ROOT).update(accounts(0, 300));
        first.save(saved::put);
        var loaded = StateTrie.open(saved::get, first.root());
        var slots = Map.of(U256.ONE, U256.of(5), U256.of(2), U256.ZERO);
        var change = new AccountChange.Written(9, U256.MAX, AccountState.NO_CODE, false, slots);
        var inMemory = first.update(Map.of(address, change));
        var overStore = loaded.update(Map.of(address, change));
        assertEquals(inMemory.root(), overStore.root());
        assertEquals(U256.of(5), overStore.slot(address, U256.ONE));
        assertEquals(U256.ZERO, overStore.slot(address, U256.of(2)));
        assertEquals(U256.of(77 * 2 + 1), loaded.slot(address, U256.of(2)));
        overStore.save(saved::put);
        var again = StateTrie.open(saved::get, overStore.root());
        assertEquals(overStore.account(address), again.account(address));
        assertEquals(first.root(), again.update(accounts(77, 78)).root());
        var cleared = new AccountChange.Written(9, U256.MAX, AccountState.NO_CODE, true, Map.of());
        assertEquals(Trie.EMPTY_ROOT, storageRoot(again.update(Map.of(address, cleared)), address));
        assertEquals(StateTrie.EMPTY.root(), loaded.update(deleted(300)).root());
    }

    @Test
    void proofsLeadFromTheRootToTheAccount() {
        var state = StateTrie.EMPTY.update(accounts(0, 300));
        var proof = state.accountProof(Address.ofNumber(5));
        assertEquals(state.root(), Hash.of(Keccak256.hash(proof.getFirst())));
        for (var i = 1; i < proof.size(); i++) {
            var hash = Keccak256.hash(proof.get(i));
            assertEquals(true, contains(proof.get(i - 1), hash));
        }
        assertEquals(
                true,
                contains(
                        proof.getLast(), storageRoot(state, Address.ofNumber(5)).unsafeArray()));
    }

    private static boolean contains(byte[] whole, byte[] part) {
        for (var i = 0; i + part.length <= whole.length; i++)
            if (Arrays.equals(whole, i, i + part.length, part, 0, part.length)) return true;
        return false;
    }

    private static Hash storageRoot(StateTrie state, Address address) {
        var account = state.account(address);
        if (account == null) throw new AssertionError("no account " + address);
        return account.storageRoot();
    }

    private static Map<Address, AccountChange> accounts(int from, int to) {
        var changes = new HashMap<Address, AccountChange>();
        for (var i = from; i < to; i++) {
            var slots = new HashMap<U256, U256>();
            for (var j = 1; j < 4; j++) slots.put(U256.of(j), U256.of((long) i * j + 1));
            changes.put(
                    Address.ofNumber(i), new AccountChange.Written(i, U256.of(i), AccountState.NO_CODE, true, slots));
        }
        return changes;
    }

    private static Map<Address, AccountChange> deleted(int count) {
        var changes = new HashMap<Address, AccountChange>();
        for (var i = 0; i < count; i++) changes.put(Address.ofNumber(i), new AccountChange.Deleted());
        return changes;
    }
}
