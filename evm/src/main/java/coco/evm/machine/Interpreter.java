package coco.evm.machine;

import coco.evm.HaltReason;
import coco.evm.Op;
import coco.evm.hash.Keccak256;

/**
 * The loop over one frame's opcodes: {@link HotLoop} runs as many as it can; the one that it leaves is run here, or is why the frame
 * halts. Where somebody watches, each is shown before it runs, and the hot loop runs one at a time.
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
        final var division = m.division;
        final var code = f.code.padded();
        final var runs = Runs.of(f.code, m.shapes);
        final var traced = m.isTraced();
        while (true) {
            if (!traced) {
                HotLoop.run(f, runs.needs(), m.shapes, division);
                if (runs.discover(f.pc)) continue;
            }
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
                case Op.SDIV:
                    sp -= 4;
                    division.divideSigned(s, sp, sp - 4);
                    pc++;
                    break;
                case Op.SMOD:
                    sp -= 4;
                    division.remainderSigned(s, sp, sp - 4);
                    pc++;
                    break;
                case Op.ADDMOD:
                    sp -= 8;
                    division.addModulo(s, sp + 4, sp, sp - 4);
                    pc++;
                    break;
                case Op.MULMOD:
                    sp -= 8;
                    division.multiplyModulo(s, sp + 4, sp, sp - 4);
                    pc++;
                    break;
                case Op.EXP:
                    sp -= 4;
                    gas -= (long) m.expByte * Words.byteLength(s, sp - 4);
                    if (gas < 0) return m.halt(Gas.OUT);
                    division.power(s, sp, sp - 4);
                    pc++;
                    break;
                case Op.SIGNEXTEND:
                    sp -= 4;
                    Words.signExtend(s, sp, sp - 4);
                    pc++;
                    break;
                case Op.CLZ:
                    Words.set(s, sp - 4, 256 - Words.bitLength(s, sp - 4));
                    pc++;
                    break;
                case Op.KECCAK256: {
                    long offset = Words.saturated(s, sp - 4), size = Words.saturated(s, sp - 8);
                    gas = Gas.perWord(gas, size, 6);
                    if (gas >= 0) gas = Gas.expand(f, gas, offset, size);
                    if (gas < 0) return m.halt(gas);
                    sp -= 4;
                    Keccak256.hashToLimbs(f.memory, size == 0 ? 0 : (int) offset, (int) size, s, sp - 4);
                    pc++;
                    break;
                }
                case Op.CALLER:
                    Environment.pushAddress(s, sp, f.caller);
                    sp += 4;
                    pc++;
                    break;
                case Op.CALLDATALOAD: {
                    var offset = Words.saturated(s, sp - 4);
                    if (offset >= f.input.length) Words.set(s, sp - 4, 0);
                    else Words.loadPadded(s, sp - 4, f.input, (int) offset);
                    pc++;
                    break;
                }
                case Op.RETURNDATASIZE:
                    Words.set(s, sp, f.returnData.length);
                    sp += 4;
                    pc++;
                    break;
                case Op.CALLDATACOPY, Op.CODECOPY, Op.RETURNDATACOPY, Op.MCOPY:
                    gas = Copies.copy(f, op, sp, gas);
                    if (gas < 0) return m.halt(gas);
                    sp -= 12;
                    pc++;
                    break;
                case Op.EXTCODECOPY:
                    gas = Copies.copyForeignCode(m, f, sp, gas);
                    if (gas < 0) return m.halt(gas);
                    sp -= 16;
                    pc++;
                    break;
                case Op.ADDRESS,
                        Op.ORIGIN,
                        Op.CODESIZE,
                        Op.GASPRICE,
                        Op.COINBASE,
                        Op.TIMESTAMP,
                        Op.NUMBER,
                        Op.PREVRANDAO,
                        Op.GASLIMIT,
                        Op.CHAINID,
                        Op.SELFBALANCE,
                        Op.BASEFEE,
                        Op.BLOBBASEFEE,
                        Op.SLOTNUM:
                    Environment.push(m, f, op, sp);
                    sp += 4;
                    pc++;
                    break;
                case Op.BALANCE, Op.EXTCODESIZE, Op.EXTCODEHASH, Op.BLOCKHASH, Op.BLOBHASH:
                    gas = Environment.replace(m, f, op, sp, gas);
                    if (gas < 0) return m.halt(gas);
                    pc++;
                    break;
                case Op.MLOAD: {
                    var offset = Words.saturated(s, sp - 4);
                    gas = Gas.expand(f, gas, offset, 32);
                    if (gas < 0) return m.halt(gas);
                    Words.load(s, sp - 4, f.memory, (int) offset);
                    pc++;
                    break;
                }
                case Op.MSTORE: {
                    var offset = Words.saturated(s, sp - 4);
                    gas = Gas.expand(f, gas, offset, 32);
                    if (gas < 0) return m.halt(gas);
                    Words.store(s, sp - 8, f.memory, (int) offset);
                    sp -= 8;
                    pc++;
                    break;
                }
                case Op.MSTORE8: {
                    var offset = Words.saturated(s, sp - 4);
                    gas = Gas.expand(f, gas, offset, 1);
                    if (gas < 0) return m.halt(gas);
                    f.memory[(int) offset] = (byte) s[sp - 8];
                    sp -= 8;
                    pc++;
                    break;
                }
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
                case Op.PC:
                    Words.set(s, sp, pc);
                    sp += 4;
                    pc++;
                    break;
                case Op.MSIZE:
                    Words.set(s, sp, f.memorySize);
                    sp += 4;
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
                default:
                    f.gas = gas;
                    if (!runsAlone(f, m, op)) return m.halt(HaltReason.INVALID_JUMP);
                    continue;
            }
            f.pc = pc;
            f.top = sp;
            f.gas = gas;
        }
    }

    /** Lets the hot loop run the opcode, which is paid for, and none behind it: false where it is a jump that may not be. */
    private static boolean runsAlone(Frame f, Machine m, int op) {
        var before = f.pc;
        var alone = m.alone(f.code);
        alone[before] = Runs.alone(op);
        HotLoop.run(f, alone, m.shapes, m.division);
        alone[before] = Runs.UNKNOWN;
        return f.pc != before; // a jump goes to a JUMPDEST, everything else forward
    }
}
