package coco.evm.machine;

import coco.evm.HaltReason;
import coco.evm.Op;
import coco.evm.hash.Keccak256;

/**
 * The loop over one frame's opcodes: {@link HotLoop} runs as many as it can, then one that it left goes the exact way here, with every
 * check that an opcode may fail. The method stays below 8000 bytes of bytecode, beyond which HotSpot never compiles it.
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
        final var shapes = m.shapes;
        final var division = m.division;
        var code = f.code.padded();
        while (true) {
            HotLoop.run(f, shapes);
            var pc = f.pc;
            var sp = f.top;
            var gas = f.gas;
            var op = code[pc] & 0xff;
            var shape = shapes[op];
            if ((sp - Instructions.least(shape) | Instructions.greatest(shape) - sp | gas - Instructions.gas(shape))
                    < 0) {
                gas = m.slowPath(f, op, pc, sp, gas);
                if (gas < 0) return m.halt(gas);
            } else {
                gas -= Instructions.gas(shape);
            }
            switch (op) {
                case Op.STOP:
                    f.gas = gas;
                    return m.returned(Frame.NOTHING);
                case Op.ADD: {
                    int x = sp - 4, y = sp - 8;
                    long a = s[x], r = a + s[y];
                    var carry = Long.compareUnsigned(r, a) < 0 ? 1L : 0L;
                    s[y] = r;
                    a = s[x + 1];
                    var t = a + s[y + 1];
                    r = t + carry;
                    carry = (Long.compareUnsigned(t, a) < 0 ? 1L : 0L) | (Long.compareUnsigned(r, t) < 0 ? 1L : 0L);
                    s[y + 1] = r;
                    a = s[x + 2];
                    t = a + s[y + 2];
                    r = t + carry;
                    carry = (Long.compareUnsigned(t, a) < 0 ? 1L : 0L) | (Long.compareUnsigned(r, t) < 0 ? 1L : 0L);
                    s[y + 2] = r;
                    s[y + 3] += s[x + 3] + carry;
                    sp = x;
                    pc++;
                    break;
                }
                case Op.SUB: {
                    int x = sp - 4, y = sp - 8;
                    long a = s[x], b = s[y];
                    var borrow = Long.compareUnsigned(a, b) < 0 ? 1L : 0L;
                    s[y] = a - b;
                    a = s[x + 1];
                    b = s[y + 1];
                    var t = a - b;
                    s[y + 1] = t - borrow;
                    borrow = (Long.compareUnsigned(a, b) < 0 ? 1L : 0L)
                            | (Long.compareUnsigned(t, borrow) < 0 ? 1L : 0L);
                    a = s[x + 2];
                    b = s[y + 2];
                    t = a - b;
                    s[y + 2] = t - borrow;
                    borrow = (Long.compareUnsigned(a, b) < 0 ? 1L : 0L)
                            | (Long.compareUnsigned(t, borrow) < 0 ? 1L : 0L);
                    s[y + 3] = s[x + 3] - s[y + 3] - borrow;
                    sp = x;
                    pc++;
                    break;
                }
                case Op.MUL:
                    sp -= 4;
                    Words.multiply(s, sp, sp - 4);
                    pc++;
                    break;
                case Op.DIV:
                    sp -= 4;
                    division.divide(s, sp, sp - 4);
                    pc++;
                    break;
                case Op.SDIV:
                    sp -= 4;
                    division.divideSigned(s, sp, sp - 4);
                    pc++;
                    break;
                case Op.MOD:
                    sp -= 4;
                    division.remainder(s, sp, sp - 4);
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
                case Op.LT:
                    sp -= 4;
                    Words.set(s, sp - 4, Words.less(s, sp, sp - 4) ? 1 : 0);
                    pc++;
                    break;
                case Op.GT:
                    sp -= 4;
                    Words.set(s, sp - 4, Words.less(s, sp - 4, sp) ? 1 : 0);
                    pc++;
                    break;
                case Op.SLT:
                    sp -= 4;
                    Words.set(s, sp - 4, Words.lessSigned(s, sp, sp - 4) ? 1 : 0);
                    pc++;
                    break;
                case Op.SGT:
                    sp -= 4;
                    Words.set(s, sp - 4, Words.lessSigned(s, sp - 4, sp) ? 1 : 0);
                    pc++;
                    break;
                case Op.EQ: {
                    int x = sp - 4, y = sp - 8;
                    var difference =
                            (s[x] ^ s[y]) | (s[x + 1] ^ s[y + 1]) | (s[x + 2] ^ s[y + 2]) | (s[x + 3] ^ s[y + 3]);
                    Words.set(s, y, difference == 0 ? 1 : 0);
                    sp = x;
                    pc++;
                    break;
                }
                case Op.ISZERO:
                    Words.set(s, sp - 4, Words.isZero(s, sp - 4) ? 1 : 0);
                    pc++;
                    break;
                case Op.AND:
                    sp -= 4;
                    s[sp - 4] &= s[sp];
                    s[sp - 3] &= s[sp + 1];
                    s[sp - 2] &= s[sp + 2];
                    s[sp - 1] &= s[sp + 3];
                    pc++;
                    break;
                case Op.OR:
                    sp -= 4;
                    s[sp - 4] |= s[sp];
                    s[sp - 3] |= s[sp + 1];
                    s[sp - 2] |= s[sp + 2];
                    s[sp - 1] |= s[sp + 3];
                    pc++;
                    break;
                case Op.XOR:
                    sp -= 4;
                    s[sp - 4] ^= s[sp];
                    s[sp - 3] ^= s[sp + 1];
                    s[sp - 2] ^= s[sp + 2];
                    s[sp - 1] ^= s[sp + 3];
                    pc++;
                    break;
                case Op.NOT:
                    s[sp - 4] = ~s[sp - 4];
                    s[sp - 3] = ~s[sp - 3];
                    s[sp - 2] = ~s[sp - 2];
                    s[sp - 1] = ~s[sp - 1];
                    pc++;
                    break;
                case Op.BYTE:
                    sp -= 4;
                    Words.byteAt(s, sp, sp - 4);
                    pc++;
                    break;
                case Op.SHL:
                    sp -= 4;
                    Words.shiftLeft(s, sp, sp - 4);
                    pc++;
                    break;
                case Op.SHR:
                    sp -= 4;
                    Words.shiftRight(s, sp, sp - 4);
                    pc++;
                    break;
                case Op.SAR:
                    sp -= 4;
                    Words.shiftRightSigned(s, sp, sp - 4);
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
                case Op.CALLVALUE:
                    s[sp] = f.value[0];
                    s[sp + 1] = f.value[1];
                    s[sp + 2] = f.value[2];
                    s[sp + 3] = f.value[3];
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
                case Op.CALLDATASIZE:
                    Words.set(s, sp, f.input.length);
                    sp += 4;
                    pc++;
                    break;
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
                case Op.POP:
                    sp -= 4;
                    pc++;
                    break;
                case Op.MLOAD: {
                    var offset = Words.saturated(s, sp - 4);
                    if (offset > f.memorySize - 32) {
                        gas = Gas.expand(f, gas, offset, 32);
                        if (gas < 0) return m.halt(gas);
                    }
                    Words.load(s, sp - 4, f.memory, (int) offset);
                    pc++;
                    break;
                }
                case Op.MSTORE: {
                    var offset = Words.saturated(s, sp - 4);
                    if (offset > f.memorySize - 32) {
                        gas = Gas.expand(f, gas, offset, 32);
                        if (gas < 0) return m.halt(gas);
                    }
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
                case Op.JUMP: {
                    sp -= 4;
                    var target = Words.saturated(s, sp);
                    if (!f.code.isJumpTarget(target)) return m.halt(HaltReason.INVALID_JUMP);
                    pc = (int) target;
                    break;
                }
                case Op.JUMPI: {
                    sp -= 8;
                    if (Words.isZero(s, sp)) {
                        pc++;
                        break;
                    }
                    var target = Words.saturated(s, sp + 4);
                    if (!f.code.isJumpTarget(target)) return m.halt(HaltReason.INVALID_JUMP);
                    pc = (int) target;
                    break;
                }
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
                case Op.JUMPDEST:
                    pc++;
                    break;
                case Op.PUSH0:
                    Words.set(s, sp, 0);
                    sp += 4;
                    pc++;
                    break;
                case Op.PUSH1:
                    Words.set(s, sp, code[pc + 1] & 0xff);
                    sp += 4;
                    pc += 2;
                    break;
                case Op.PUSH1 + 1:
                    Words.set(s, sp, (code[pc + 1] & 0xff) << 8 | (code[pc + 2] & 0xff));
                    sp += 4;
                    pc += 3;
                    break;
                case 0x62, 0x63, 0x64, 0x65, 0x66, 0x67, 0x68, 0x69, 0x6a, 0x6b, 0x6c, 0x6d, 0x6e, 0x6f, 0x70:
                case 0x71, 0x72, 0x73, 0x74, 0x75, 0x76, 0x77, 0x78, 0x79, 0x7a, 0x7b, 0x7c, 0x7d, 0x7e, 0x7f:
                    Words.push(s, sp, code, pc + 1, op - Op.PUSH0);
                    sp += 4;
                    pc += op - Op.PUSH0 + 1;
                    break;
                case 0x80, 0x81, 0x82, 0x83, 0x84, 0x85, 0x86, 0x87, 0x88, 0x89, 0x8a, 0x8b, 0x8c, 0x8d, 0x8e, 0x8f: {
                    var from = sp - (op - Op.DUP1 + 1 << 2);
                    s[sp] = s[from];
                    s[sp + 1] = s[from + 1];
                    s[sp + 2] = s[from + 2];
                    s[sp + 3] = s[from + 3];
                    sp += 4;
                    pc++;
                    break;
                }
                case 0x90, 0x91, 0x92, 0x93, 0x94, 0x95, 0x96, 0x97, 0x98, 0x99, 0x9a, 0x9b, 0x9c, 0x9d, 0x9e, 0x9f: {
                    var other = sp - (op - Op.SWAP1 + 2 << 2);
                    var w = s[other];
                    s[other] = s[sp - 4];
                    s[sp - 4] = w;
                    w = s[other + 1];
                    s[other + 1] = s[sp - 3];
                    s[sp - 3] = w;
                    w = s[other + 2];
                    s[other + 2] = s[sp - 2];
                    s[sp - 2] = w;
                    w = s[other + 3];
                    s[other + 3] = s[sp - 1];
                    s[sp - 1] = w;
                    pc++;
                    break;
                }
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
                    return m.halt(HaltReason.INVALID_OPCODE);
            }
            f.pc = pc;
            f.top = sp;
            f.gas = gas;
        }
    }
}
