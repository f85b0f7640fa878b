package coco.evm.state;

import org.jspecify.annotations.Nullable;

/** The slots of one account by key: open addressing, linear probing, never more than half full. */
final class SlotMap {
    private static final int FIRST_SIZE = 8;

    private @Nullable Slot[] table = new @Nullable Slot[FIRST_SIZE];
    private int count;

    /** The slot with the key; made, not yet loaded, at its first mention. */
    Slot get(Account account, long k0, long k1, long k2, long k3) {
        var mask = table.length - 1;
        for (var i = Mix.of(k0, k1, k2, k3) & mask; ; i = i + 1 & mask) {
            var slot = table[i];
            if (slot == null) return insert(i, new Slot(account, k0, k1, k2, k3));
            if (slot.hasKey(k0, k1, k2, k3)) return slot;
        }
    }

    private Slot insert(int place, Slot slot) {
        table[place] = slot;
        if (++count * 2 > table.length) grow();
        return slot;
    }

    private void grow() {
        var old = table;
        table = new @Nullable Slot[old.length * 2];
        var mask = table.length - 1;
        for (var slot : old) {
            if (slot == null) continue;
            var i = Mix.of(slot.key0, slot.key1, slot.key2, slot.key3) & mask;
            while (table[i] != null) i = i + 1 & mask;
            table[i] = slot;
        }
    }

    void clear() {
        table = new @Nullable Slot[FIRST_SIZE];
        count = 0;
    }

    /** Whether a loaded slot is not zero. */
    boolean anyNonZero() {
        for (var slot : table) if (slot != null && slot.loaded && !slot.isZero()) return true;
        return false;
    }
}
