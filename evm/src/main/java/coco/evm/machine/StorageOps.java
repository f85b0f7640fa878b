package coco.evm.machine;

import coco.evm.HaltReason;
import coco.evm.state.Slot;

/** SLOAD and SSTORE: EIP-1283, 2200, 2929, 3529, 8037. */
final class StorageOps {
    private StorageOps() {}

    private static Slot slot(Machine m, Frame f, int at) {
        var s = f.stack;
        return m.journal.slot(f.self(), s[at], s[at + 1], s[at + 2], s[at + 3]);
    }

    static long load(Machine m, Frame f, int sp, long gas) {
        var slot = slot(m, f, sp - 4);
        if (m.storage.warmth() && m.journal.warm(slot)) {
            gas -= Gas.COLD_SLOT - Gas.WARM;
            if (gas < 0) return Gas.OUT;
        }
        m.accessed(slot);
        var s = f.stack;
        s[sp - 4] = slot.now0;
        s[sp - 3] = slot.now1;
        s[sp - 2] = slot.now2;
        s[sp - 1] = slot.now3;
        return gas;
    }

    static long store(Machine m, Frame f, int sp, long gas) {
        if (f.isStatic) return Gas.halted(HaltReason.STATIC_VIOLATION);
        var prices = m.storage;
        if (prices.sentry() && gas <= Gas.CALL_STIPEND) return Gas.OUT;
        var slot = slot(m, f, sp - 4);
        m.accessed(slot);
        if (prices.warmth() && m.journal.warm(slot)) gas -= Gas.COLD_SLOT;
        long[] s = f.stack;
        long w0 = s[sp - 8], w1 = s[sp - 7], w2 = s[sp - 6], w3 = s[sp - 5];
        gas -= prices.net() ? netCost(m, slot, w0, w1, w2, w3) : grossCost(m, slot, (w0 | w1 | w2 | w3) == 0);
        if (gas < 0) return Gas.OUT;
        if (m.metersState && slot.wasZero()) {
            gas = grow(m, slot, (w0 | w1 | w2 | w3) == 0, gas);
            if (gas < 0) return gas;
        }
        if (((slot.now0 ^ w0) | (slot.now1 ^ w1) | (slot.now2 ^ w2) | (slot.now3 ^ w3)) != 0)
            m.journal.store(slot, w0, w1, w2, w3);
        return gas;
    }

    /** Of a slot that was zero when the transaction began. */
    private static long grow(Machine m, Slot slot, boolean toZero, long gas) {
        if (slot.isZero() == toZero) return gas;
        if (!toZero) return m.stateGas.charge(gas, StateGas.SLOT);
        m.stateGas.giveBack(StateGas.SLOT);
        return gas;
    }

    private static long grossCost(Machine m, Slot slot, boolean toZero) {
        if (slot.isZero()) return toZero ? m.storage.reset() : m.storage.set();
        if (toZero) m.journal.addRefund(m.storage.clearRefund());
        return m.storage.reset();
    }

    private static long netCost(Machine m, Slot slot, long w0, long w1, long w2, long w3) {
        var prices = m.storage;
        if (((slot.now0 ^ w0) | (slot.now1 ^ w1) | (slot.now2 ^ w2) | (slot.now3 ^ w3)) == 0) return prices.load();
        var toZero = (w0 | w1 | w2 | w3) == 0;
        if (slot.isUnchangedSinceStart()) {
            if (slot.wasZero()) return prices.set();
            if (toZero) m.journal.addRefund(prices.clearRefund());
            return prices.reset();
        }
        if (!slot.wasZero()) {
            if (slot.isZero()) m.journal.addRefund(-prices.clearRefund());
            else if (toZero) m.journal.addRefund(prices.clearRefund());
        }
        if (((slot.old0 ^ w0) | (slot.old1 ^ w1) | (slot.old2 ^ w2) | (slot.old3 ^ w3)) == 0)
            m.journal.addRefund((slot.wasZero() ? prices.set() : prices.reset()) - prices.load());
        return prices.load();
    }
}
