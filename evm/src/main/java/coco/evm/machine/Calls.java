package coco.evm.machine;

import coco.evm.Fork;
import coco.evm.HaltReason;
import coco.evm.Op;
import coco.evm.U256;
import coco.evm.state.Account;
import coco.evm.state.AddressLimbs;
import coco.evm.state.Code;

/** CALL, CALLCODE, DELEGATECALL and STATICCALL; what can be told without the target is paid before it is looked at (EIP-7928). */
final class Calls {
    private Calls() {}

    /**
     * Pays for the call and begins it. Either the frame goes on, with the result pushed, or {@link Machine#entered} says
     * that the callee's frame goes first; {@link Frame#top} is already what it is after the opcode.
     */
    static long call(Machine m, Frame f, int op, int sp, long gas) {
        m.entered = false;
        var s = f.stack;
        var hasValue = op == Op.CALL || op == Op.CALLCODE;
        var valueAt = sp - 12;
        var rest = hasValue ? sp - 16 : sp - 12;
        var transfers = hasValue && !Words.isZero(s, valueAt);
        if (transfers && op == Op.CALL && f.isStatic) return Gas.halted(HaltReason.STATIC_VIOLATION);
        long inputOffset = Words.saturated(s, rest), inputSize = Words.saturated(s, rest - 4);
        long outputOffset = Words.saturated(s, rest - 8), outputSize = Words.saturated(s, rest - 12);
        gas = Gas.expand(f, gas, inputOffset, inputSize);
        if (gas >= 0) gas = Gas.expand(f, gas, outputOffset, outputSize);
        if (gas < 0) return gas;

        var target = m.account(s, sp - 8);
        gas = m.chargeAccess(target, gas);
        if (gas < 0) return gas;
        if (transfers) gas -= Gas.CALL_VALUE;
        if (gas < 0) return Gas.OUT;
        m.accessed(target);
        var isNew = op == Op.CALL && Destruction.isNew(m, target, transfers);
        if (isNew) gas = Gas.charge(gas, m.growth.account());
        if (gas < 0) return gas;
        var code = m.journal.code(target);
        var delegated = m.delegates && code.isDelegation();
        if (delegated) {
            var delegate = delegate(m, code);
            gas = Gas.charge(gas, m.journal.warm(delegate) ? Gas.COLD_ACCOUNT : Gas.WARM);
            if (gas < 0) return gas;
            m.accessed(delegate);
            code = delegate.isPrecompile() ? Code.EMPTY : m.journal.code(delegate);
        }
        if (isNew) gas = m.stateGas.charge(gas, StateGas.ACCOUNT);
        if (gas < 0) return gas;
        var given = given(m, Words.saturated(s, sp - 4), gas);
        if (given < 0) return Gas.OUT;
        gas -= given;
        if (transfers) given += Gas.CALL_STIPEND;

        f.top = rest - 8;
        f.returnData = Frame.NOTHING;
        var value = hasValue ? number(s, valueAt) : U256.ZERO;
        if (f.depth >= Machine.DEPTH_MAX) return m.refuse(f, HaltReason.CALL_DEPTH, gas + given);
        if (transfers && f.self().balance().compareTo(value) < 0)
            return m.refuse(f, HaltReason.INSUFFICIENT_BALANCE, gas + given);
        var child = m.frame(f.depth + 1);
        child.code = code;
        child.gas = given;
        child.isCreation = false;
        child.isStatic = f.isStatic || op == Op.STATICCALL;
        child.input = f.copyMemory((int) inputOffset, (int) inputSize);
        child.outputOffset = (int) Math.min(outputOffset, Integer.MAX_VALUE);
        child.outputLength = (int) outputSize;
        m.mark(child);
        enter(m, f, child, op, target, value);
        if (target.isPrecompile()) return m.runPrecompile(f, child, target, gas);
        if (code.length() == 0) return m.finishEmpty(f, child, gas);
        m.entered = true;
        return gas;
    }

    private static void enter(Machine m, Frame f, Frame child, int op, Account target, U256 value) {
        if (op == Op.DELEGATECALL) {
            child.self = f.self();
            child.caller = f.caller;
            System.arraycopy(f.value, 0, child.value, 0, Instructions.LIMBS);
            return;
        }
        child.self = op == Op.CALLCODE ? f.self() : target;
        child.caller = f.self().address();
        Environment.pushNumber(child.value, 0, value);
        if (op != Op.CALLCODE) m.transfer(f.self(), target, value);
    }

    /** The account that a delegation names (EIP-7702). */
    static Account delegate(Machine m, Code code) {
        var bytes = code.padded();
        return m.journal.account(
                AddressLimbs.low(bytes, 3), AddressLimbs.middle(bytes, 3), AddressLimbs.high(bytes, 3));
    }

    /** The gas that goes to the callee: since EIP-150 no more than all but a 64th of it; less than zero where there is none. */
    private static long given(Machine m, long wanted, long gas) {
        if (m.fork.isAtLeast(Fork.TANGERINE_WHISTLE)) return Math.min(wanted, gas - gas / 64);
        return wanted <= gas ? wanted : -1;
    }

    static U256 number(long[] s, int at) {
        return new U256(s[at + 3], s[at + 2], s[at + 1], s[at]);
    }
}
