package coco.evm.machine;

import coco.evm.Address;
import coco.evm.HaltReason;
import coco.evm.Hash;
import coco.evm.Op;
import coco.evm.U256;
import coco.evm.chain.Log;
import coco.evm.state.AddressLimbs;
import java.util.ArrayList;

/** Opcodes that read the surroundings: accounts, block, transaction; and LOG. */
final class Environment {
    private static final int LOG_BYTE = 8;
    private static final int BLOCK_HASHES = 256;

    private Environment() {}

    static void pushAddress(long[] s, int at, Address address) {
        var bytes = address.unsafeArray();
        s[at] = AddressLimbs.low(bytes, 0);
        s[at + 1] = AddressLimbs.middle(bytes, 0);
        s[at + 2] = AddressLimbs.high(bytes, 0);
        s[at + 3] = 0;
    }

    static void pushNumber(long[] s, int at, U256 number) {
        s[at] = number.limb0();
        s[at + 1] = number.limb1();
        s[at + 2] = number.limb2();
        s[at + 3] = number.limb3();
    }

    /** CALLDATALOAD: what lies beyond the end is zero. */
    static void loadInput(Frame f, long[] s, int at, long offset) {
        if (offset >= f.input.length) Words.set(s, at, 0);
        else Words.loadPadded(s, at, f.input, (int) offset);
    }

    /** Opcodes without operands. */
    static void push(Machine m, Frame f, int op, int sp) {
        var s = f.stack;
        var block = m.block;
        switch (op) {
            case Op.ADDRESS -> pushAddress(s, sp, f.self().address());
            case Op.ORIGIN -> pushAddress(s, sp, m.origin);
            case Op.CODESIZE -> Words.set(s, sp, f.code.length());
            case Op.GASPRICE -> pushNumber(s, sp, m.gasPrice);
            case Op.COINBASE -> pushAddress(s, sp, block.coinbase());
            case Op.TIMESTAMP -> Words.set(s, sp, block.timestamp());
            case Op.NUMBER -> Words.set(s, sp, block.number());
            case Op.PREVRANDAO -> pushNumber(s, sp, m.mergeDone ? block.prevRandao() : block.difficulty());
            case Op.GASLIMIT -> Words.set(s, sp, block.gasLimit());
            case Op.CHAINID -> pushNumber(s, sp, m.config.chainId());
            case Op.SELFBALANCE -> pushNumber(s, sp, f.self().balance());
            case Op.BASEFEE -> pushNumber(s, sp, block.baseFee());
            case Op.SLOTNUM -> Words.set(s, sp, block.slotNumber());
            default -> pushNumber(s, sp, block.blobBaseFee());
        }
    }

    /** Opcodes that replace the word on top. */
    static long replace(Machine m, Frame f, int op, int sp, long gas) {
        var s = f.stack;
        var at = sp - 4;
        switch (op) {
            case Op.BLOCKHASH -> {
                var number = Words.saturated(s, at);
                var known = number < m.block.number() && number >= m.block.number() - BLOCK_HASHES;
                if (known) Words.load(s, at, m.journal.blockHash(number).unsafeArray(), 0);
                else Words.set(s, at, 0);
                return gas;
            }
            case Op.BLOBHASH -> {
                var index = Words.saturated(s, at);
                if (index < m.blobHashes.size())
                    Words.load(s, at, m.blobHashes.get((int) index).unsafeArray(), 0);
                else Words.set(s, at, 0);
                return gas;
            }
            default -> {}
        }
        var account = m.account(s, at);
        gas = m.chargeAccess(account, gas);
        if (gas < 0) return gas;
        m.accessed(account);
        switch (op) {
            case Op.BALANCE -> pushNumber(s, at, account.balance());
            case Op.EXTCODESIZE -> Words.set(s, at, m.journal.code(account).length());
            default -> {
                if (!account.exists() || m.clearsEmpty && account.isEmpty()) Words.set(s, at, 0);
                else Words.load(s, at, account.codeHash().unsafeArray(), 0);
            }
        }
        return gas;
    }

    static long log(Machine m, Frame f, int topics, int sp, long gas) {
        if (f.isStatic) return Gas.halted(HaltReason.STATIC_VIOLATION);
        var s = f.stack;
        long offset = Words.saturated(s, sp - 4), size = Words.saturated(s, sp - 8);
        gas = Gas.expand(f, gas, offset, size);
        if (gas >= 0) gas = Gas.charge(gas, LOG_BYTE * size);
        if (gas < 0) return gas;
        var hashes = new ArrayList<Hash>(topics);
        for (var i = 0; i < topics; i++) {
            var topic = new byte[Hash.SIZE];
            Words.store(s, sp - 12 - 4 * i, topic, 0);
            hashes.add(Hash.unsafeWrap(topic));
        }
        m.journal.log(new Log(f.self().address(), hashes, f.copyMemory((int) offset, (int) size)));
        return gas;
    }
}
