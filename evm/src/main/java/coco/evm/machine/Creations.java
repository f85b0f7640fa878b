package coco.evm.machine;

import coco.evm.Address;
import coco.evm.Fork;
import coco.evm.HaltReason;
import coco.evm.Op;
import coco.evm.U256;
import coco.evm.hash.Keccak256;
import coco.evm.rlp.RlpWriter;
import coco.evm.state.Account;
import coco.evm.state.Code;
import org.jspecify.annotations.Nullable;

/** CREATE and CREATE2, and what becomes of the code that init code returns; EIP-8037 for what of that is new state. */
final class Creations {
    private static final int HASH_WORD = 6;
    private static final int INIT_CODE_WORD = 2;

    private Creations() {}

    /** Pays for the creation and begins it; see {@link Calls#call} for how that is told. */
    static long create(Machine m, Frame f, int op, int sp, long gas) {
        m.entered = false;
        if (f.isStatic) return Gas.halted(HaltReason.STATIC_VIOLATION);
        var s = f.stack;
        long offset = Words.saturated(s, sp - 8), size = Words.saturated(s, sp - 12);
        if (size > m.config.initCodeSizeMax()) return Gas.OUT;
        gas = Gas.expand(f, gas, offset, size);
        var perWord = (m.fork.isAtLeast(Fork.SHANGHAI) ? INIT_CODE_WORD : 0) + (op == Op.CREATE2 ? HASH_WORD : 0);
        if (gas >= 0) gas = Gas.perWord(gas, size, perWord);
        if (gas >= 0) gas = m.stateGas.charge(gas, StateGas.ACCOUNT);
        if (gas < 0) return gas;
        f.top = op == Op.CREATE2 ? sp - 12 : sp - 8;
        f.returnData = Frame.NOTHING;
        var value = Calls.number(s, sp - 4);
        var creator = f.self();
        var refusal = refusal(f, creator, value);
        if (refusal != null) {
            m.stateGas.giveBack(StateGas.ACCOUNT);
            return m.refuse(f, refusal, gas);
        }
        var initCode = f.copyMemory((int) offset, (int) size);
        var address = op == Op.CREATE
                ? address(creator.address(), creator.nonce())
                : address(creator.address(), s, sp - 16, initCode);
        m.journal.setNonce(creator, creator.nonce() + 1);
        var given = m.fork.isAtLeast(Fork.TANGERINE_WHISTLE) ? gas - gas / 64 : gas;
        var account = m.journal.account(address);
        if (m.storage.warmth()) m.journal.warm(account);
        m.accessed(account);
        if (m.journal.isOccupied(account)) {
            m.stateGas.giveBack(StateGas.ACCOUNT);
            return m.refuse(f, HaltReason.ADDRESS_COLLISION, gas - given);
        }
        var child = m.frame(f.depth + 1);
        child.gas = given;
        child.isStatic = false;
        begin(m, child, creator, account, value, initCode);
        if (initCode.length == 0) return m.finishEmpty(f, child, gas - given);
        m.entered = true;
        return gas - given;
    }

    private static @Nullable HaltReason refusal(Frame f, Account creator, U256 value) {
        if (f.depth >= Machine.DEPTH_MAX) return HaltReason.CALL_DEPTH;
        if (creator.balance().compareTo(value) < 0) return HaltReason.INSUFFICIENT_BALANCE;
        return creator.nonce() == -1 ? HaltReason.NONCE_OVERFLOW : null;
    }

    /** Makes the account and lets the frame run the init code in it. */
    static void begin(Machine m, Frame child, Account creator, Account account, U256 value, byte[] initCode) {
        child.code = Code.of(initCode);
        child.isCreation = true;
        child.input = Frame.NOTHING;
        child.self = account;
        child.caller = creator.address();
        Environment.pushNumber(child.value, 0, value);
        m.mark(child);
        m.journal.create(account);
        if (m.clearsEmpty) m.journal.setNonce(account, 1);
        m.transfer(creator, account, value);
    }

    /** EIP-3541, 170 and the price of storing: the gas left once the code is the account's, or a halt. */
    static long deploy(Machine m, Frame child, byte[] code) {
        if (code.length > m.config.codeSizeMax()) return Gas.halted(HaltReason.CODE_TOO_LARGE);
        if (code.length > 0 && code[0] == (byte) 0xef && m.fork.isAtLeast(Fork.LONDON))
            return Gas.halted(HaltReason.CODE_STARTS_WITH_EF);
        var left = child.gas - m.growth.code(code.length);
        if (left >= 0) left = m.stateGas.charge(left, code.length);
        if (left < 0)
            return m.fork.isAtLeast(Fork.HOMESTEAD) ? Gas.halted(HaltReason.CODE_STORE_OUT_OF_GAS) : child.gas;
        if (code.length > 0) m.journal.setCode(child.self(), code);
        return left;
    }

    static Address address(Address creator, long nonce) {
        var body =
                new RlpWriter(32).begin().address(creator).integer(nonce).end().toArray();
        return Address.of(Keccak256.hash(body), 12);
    }

    private static Address address(Address creator, long[] s, int salt, byte[] initCode) {
        var body = new byte[85];
        body[0] = (byte) 0xff;
        System.arraycopy(creator.unsafeArray(), 0, body, 1, Address.SIZE);
        Words.store(s, salt, body, 21);
        Keccak256.hash(initCode, 0, initCode.length, body, 53);
        return Address.of(Keccak256.hash(body), 12);
    }
}
