package coco.evm.machine;

import coco.evm.HaltReason;
import coco.evm.Op;

/**
 * Runs one frame: {@link HotLoop} runs as many opcodes as it can; the one that it leaves is run here, or is why the frame halts. Where
 * somebody watches, and where a block may not run as a whole, all opcodes are run here.
 */
final class Interpreter {
    /** How the loop was left. */
    static final int RETURNED = 0;

    static final int REVERTED = 1;
    static final int HALTED = 2;
    /** Another frame is on top and goes first. */
    static final int ENTERED = 3;

    private Interpreter() {}

    /** Runs the frame until it ends or calls. Output and the reason of a halt are left in the machine. */
    static int run(Frame f, Machine m) {
        final var s = f.stack;
        final var code = f.code.padded();
        final var traced = m.isTraced();
        var hot = !traced;
        while (true) {
            if (hot) hot = HotLoop.run(f, m.blocks.of(f.code).at(f.pc));
            var pc = f.pc;
            var sp = f.top;
            var op = code[pc] & 0xff;
            if (traced) m.show(f, op);
            var gas = m.admit(op, sp, f.gas);
            if (gas < 0) return m.halt(gas);
            switch (op) {
                case Op.STOP:
                    f.gas = gas;
                    return m.returned(Frame.NOTHING);
                case Op.EXTCODECOPY:
                    gas = Copies.copyForeignCode(m, f, sp, gas);
                    if (gas < 0) return m.halt(gas);
                    sp -= 16;
                    pc++;
                    break;
                case Op.BALANCE, Op.EXTCODESIZE, Op.EXTCODEHASH, Op.BLOCKHASH, Op.BLOBHASH:
                    gas = Environment.replace(m, f, op, sp, gas);
                    if (gas < 0) return m.halt(gas);
                    pc++;
                    break;
                case Op.SLOAD:
                    gas = StorageOps.load(m, f, sp, gas);
                    if (gas < 0) return m.halt(gas);
                    pc++;
                    break;
                case Op.SSTORE:
                    gas = StorageOps.store(m, f, sp, gas);
                    if (gas < 0) return m.halt(gas);
                    sp -= 8;
                    pc++;
                    break;
                case Op.TLOAD:
                    m.journal.loadTransient(f.self(), s, sp - 4);
                    pc++;
                    break;
                case Op.TSTORE:
                    if (f.isStatic) return m.halt(HaltReason.STATIC_VIOLATION);
                    m.journal.storeTransient(f.self(), s, sp - 4, sp - 8);
                    sp -= 8;
                    pc++;
                    break;
                case Op.GAS:
                    Words.set(s, sp, gas);
                    sp += 4;
                    pc++;
                    break;
                case Op.DUPN, Op.SWAPN, Op.EXCHANGE: {
                    var top = DeepStack.run(s, op, code[pc + 1] & 0xff, sp);
                    if (top < 0) return m.halt(top);
                    sp = (int) top;
                    pc += 2;
                    break;
                }
                case 0xa0, 0xa1, 0xa2, 0xa3, 0xa4:
                    gas = Environment.log(m, f, op - Op.LOG0, sp, gas);
                    if (gas < 0) return m.halt(gas);
                    sp -= 8 + 4 * (op - Op.LOG0);
                    pc++;
                    break;
                case Op.CALL, Op.CALLCODE, Op.DELEGATECALL, Op.STATICCALL, Op.CREATE, Op.CREATE2:
                    f.pc = ++pc;
                    gas = op == Op.CREATE || op == Op.CREATE2
                            ? Creations.create(m, f, op, sp, gas)
                            : Calls.call(m, f, op, sp, gas);
                    if (gas < 0) return m.halt(gas);
                    if (m.entered) {
                        f.gas = gas;
                        return ENTERED;
                    }
                    sp = f.top;
                    break;
                case Op.RETURN, Op.REVERT: {
                    long offset = Words.saturated(s, sp - 4), size = Words.saturated(s, sp - 8);
                    gas = Gas.expand(f, gas, offset, size);
                    if (gas < 0) return m.halt(gas);
                    f.gas = gas;
                    var output = f.copyMemory((int) offset, (int) size);
                    return op == Op.RETURN ? m.returned(output) : m.reverted(output);
                }
                case Op.SELFDESTRUCT:
                    gas = Destruction.run(m, f, sp, gas);
                    if (gas < 0) return m.halt(gas);
                    f.gas = gas;
                    return m.returned(Frame.NOTHING);
                case Op.JUMP, Op.JUMPI: {
                    var goes = op == Op.JUMP || !Words.isZero(s, sp - 8);
                    var target = Words.saturated(s, sp - 4);
                    if (goes && !f.code.isJumpTarget(target)) return m.halt(HaltReason.INVALID_JUMP);
                    sp -= op == Op.JUMP ? 4 : 8;
                    pc = goes ? (int) target : pc + 1;
                    break;
                }
                default:
                    f.gas = gas;
                    sp = Steps.at(code, pc).run(f, s, sp);
                    if (sp < 0) return m.halt((long) sp);
                    gas = f.gas;
                    pc += Steps.size(op);
            }
            f.pc = pc;
            f.top = sp;
            f.gas = gas;
        }
    }
}
