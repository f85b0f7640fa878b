package coco.evm.machine;

import coco.evm.Op;

/**
 * The loop over the opcodes that make up most of what runs: those that touch nothing but stack, memory that is there and
 * program counter. It calls nothing that is not inlined, so that the Java compiler keeps program counter, stack size and
 * gas in registers from one opcode to the next. At the first opcode that it does not know, or that may not run, it
 * writes them back to the frame and leaves, and {@link Interpreter} goes on with that opcode.
 *
 * <p>The method stays below 8000 bytes of bytecode, beyond which HotSpot never compiles it.
 */
final class HotLoop {
    private HotLoop() {}

    /** Every opcode here has a price, so that one that is given gas for itself alone is the last. */
    static void run(Frame f, long[] shapes) {
        final var s = f.stack;
        final var code = f.code.padded();
        final var targets = f.code.jumpTargets();
        final var length = f.code.length();
        final var memory = f.memory;
        final var memorySize = f.memorySize;
        var pc = f.pc;
        var sp = f.top;
        var gas = f.gas;
        loop:
        while (true) {
            var op = code[pc] & 0xff;
            var shape = shapes[op];
            var left = gas - Instructions.gas(shape);
            if ((sp - Instructions.least(shape) | Instructions.greatest(shape) - sp | left) < 0) break;
            switch (op) {
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
                case Op.DIV: {
                    int x = sp - 4, y = sp - 8;
                    if ((s[x + 1] | s[x + 2] | s[x + 3] | s[y + 1] | s[y + 2] | s[y + 3]) != 0) break loop;
                    if (s[y] != 0) s[y] = Long.divideUnsigned(s[x], s[y]);
                    sp = x;
                    pc++;
                    break;
                }
                case Op.MOD: {
                    int x = sp - 4, y = sp - 8;
                    if ((s[x + 1] | s[x + 2] | s[x + 3] | s[y + 1] | s[y + 2] | s[y + 3]) != 0) break loop;
                    if (s[y] != 0) s[y] = Long.remainderUnsigned(s[x], s[y]);
                    sp = x;
                    pc++;
                    break;
                }
                case Op.LT:
                    sp -= 4;
                    Words.set(s, sp - 4, Words.below(s, sp, sp - 4));
                    pc++;
                    break;
                case Op.GT:
                    sp -= 4;
                    Words.set(s, sp - 4, Words.below(s, sp - 4, sp));
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
                case Op.CALLDATALOAD: {
                    var offset = Words.saturated(s, sp - 4);
                    if (offset > f.input.length - 32) break loop;
                    Words.load(s, sp - 4, f.input, (int) offset);
                    pc++;
                    break;
                }
                case Op.CALLDATASIZE:
                    Words.set(s, sp, f.input.length);
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
                case Op.POP:
                    sp -= 4;
                    pc++;
                    break;
                case Op.MLOAD: {
                    var offset = Words.saturated(s, sp - 4);
                    if (offset > memorySize - 32) break loop;
                    Words.load(s, sp - 4, memory, (int) offset);
                    pc++;
                    break;
                }
                case Op.MSTORE: {
                    var offset = Words.saturated(s, sp - 4);
                    if (offset > memorySize - 32) break loop;
                    Words.store(s, sp - 8, memory, (int) offset);
                    sp -= 8;
                    pc++;
                    break;
                }
                case Op.MSTORE8: {
                    var offset = Words.saturated(s, sp - 4);
                    if (offset >= memorySize) break loop;
                    memory[(int) offset] = (byte) s[sp - 8];
                    sp -= 8;
                    pc++;
                    break;
                }
                case Op.JUMP: {
                    var target = Words.saturated(s, sp - 4);
                    if (target >= length || (targets[(int) target >>> 6] >>> target & 1) == 0) break loop;
                    sp -= 4;
                    pc = (int) target;
                    break;
                }
                case Op.JUMPI: {
                    if (Words.isZero(s, sp - 8)) {
                        sp -= 8;
                        pc++;
                        break;
                    }
                    var target = Words.saturated(s, sp - 4);
                    if (target >= length || (targets[(int) target >>> 6] >>> target & 1) == 0) break loop;
                    sp -= 8;
                    pc = (int) target;
                    break;
                }
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
                case 0x62, 0x63, 0x64, 0x65, 0x66, 0x67: {
                    var size = op - Op.PUSH0;
                    Words.set(s, sp, (long) Words.BIG.get(code, pc + 1) >>> 64 - 8 * size);
                    sp += 4;
                    pc += size + 1;
                    break;
                }
                case 0x68,
                        0x69,
                        0x6a,
                        0x6b,
                        0x6c,
                        0x6d,
                        0x6e,
                        0x6f,
                        0x70,
                        0x71,
                        0x72,
                        0x73,
                        0x74,
                        0x75,
                        0x76,
                        0x77,
                        0x78,
                        0x79,
                        0x7a,
                        0x7b,
                        0x7c,
                        0x7d,
                        0x7e,
                        0x7f:
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
                default:
                    break loop;
            }
            gas = left;
        }
        f.pc = pc;
        f.top = sp;
        f.gas = gas;
    }
}
