package coco.evm.machine;

import coco.evm.Fork;
import coco.evm.HaltReason;
import coco.evm.U256;

/** SELFDESTRUCT: EIP-150, 161, 2929, 3529, 6780, 7708, 8037. */
final class Destruction {
    private Destruction() {}

    static long run(Machine m, Frame f, int sp, long gas) {
        if (f.isStatic) return Gas.halted(HaltReason.STATIC_VIOLATION);
        var self = f.self();
        var heir = m.account(f.stack, sp - 4);
        if (m.storage.warmth() && m.journal.warm(heir)) gas -= Gas.COLD_ACCOUNT;
        if (gas < 0) return Gas.OUT;
        m.accessed(heir);
        if (m.fork.isAtLeast(Fork.TANGERINE_WHISTLE)
                && isNew(m, heir, !self.balance().isZero())) {
            gas = Gas.charge(gas, m.growth.account());
            if (gas >= 0) gas = m.stateGas.charge(gas, StateGas.ACCOUNT);
            if (gas < 0) return gas;
        }
        var dies = !m.fork.isAtLeast(Fork.CANCUN) || m.journal.wasCreatedNow(self);
        var balance = self.balance();
        m.transfer(self, heir, balance);
        if (!dies) return gas;
        if (self == heir) m.burn(self);
        m.journal.setBalance(self, U256.ZERO);
        if (m.journal.destroy(self) && !m.fork.isAtLeast(Fork.LONDON)) m.journal.addRefund(Gas.DESTRUCTION_REFUND);
        return gas;
    }

    /** Whether giving value would make the account. */
    static boolean isNew(Machine m, coco.evm.state.Account account, boolean withValue) {
        return m.clearsEmpty ? withValue && account.isEmpty() : !account.exists();
    }
}
