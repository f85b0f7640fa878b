package coco.evm.machine;

import coco.evm.Op;

/**
 * The loop over the opcodes that make up most of what runs: those that touch nothing but stack, memory that is there and
 * program counter. It calls little that is not inlined, so that the Java compiler keeps program counter and stack size
 * in registers from one opcode to the next, and looks at gas and stack once for each of the code's {@link Runs}.
 * Where no run begins, or one may not run, or an opcode asks for more than the loop does, it writes them back to the frame and leaves, and
 * {@link Interpreter} goes on with that opcode.
 *
 * <p>The method stays below 8000 bytes of bytecode, beyond which HotSpot never compiles it.
 */
final class HotLoop {
    private HotLoop() {}

    /** Whether the loop runs the opcode; all of these have a static price. */
    static boolean knows(int op) {
        return switch (op) {
            case Op.ADD, Op.SUB, Op.MUL, Op.DIV, Op.MOD -> true;
            case Op.LT, Op.GT, Op.SLT, Op.SGT, Op.EQ, Op.ISZERO -> true;
            case Op.AND, Op.OR, Op.XOR, Op.NOT, Op.BYTE, Op.SHL, Op.SHR, Op.SAR -> true;
            case Op.CALLDATALOAD, Op.CALLDATASIZE, Op.CALLVALUE -> true;
            case Op.POP, Op.MLOAD, Op.MSTORE, Op.MSTORE8, Op.JUMP, Op.JUMPI, Op.JUMPDEST -> true;
            default -> op >= Op.PUSH0 && op < Op.LOG0;
        };
    }

    /** Bytes of such an opcode and its immediate. */
    static int size(int op) {
        return op >= Op.PUSH0 && op < Op.DUP1 ? op - Op.PUSH0 + 1 : 1;
    }

    /** @param runs by program counter: what {@link Runs} knows of the frame's code */
    static void run(Frame f, int[] runs, long[] shapes, Division division) {
        final var s = f.stack;
        final var code = f.code.padded();
        final var targets = f.code.jumpTargets();
        final var length = f.code.length();
        final var memory = f.memory;
        final var memorySize = f.memorySize;
        var pc = f.pc;
        var end = pc;
        var sp = f.top;
        var gas = f.gas;
        loop:
        while (true) {
            var run = runs[pc];
            var left = gas - Runs.gas(run);
            if ((sp - Runs.need(run) | Instructions.STACK_LIMBS_MAX - Runs.growth(run) - sp | left | run - 1) < 0) {
                end = pc;
                break;
            }
            gas = left;
            end = pc + Runs.size(run);
            while (pc < end)
                switch (code[pc] & 0xff) {
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
                        if ((s[x + 1] | s[x + 2] | s[x + 3] | s[y + 1] | s[y + 2] | s[y + 3]) != 0)
                            division.divide(s, x, y);
                        else if (s[y] != 0) s[y] = Long.divideUnsigned(s[x], s[y]);
                        sp = x;
                        pc++;
                        break;
                    }
                    case Op.MOD: {
                        int x = sp - 4, y = sp - 8;
                        if ((s[x + 1] | s[x + 2] | s[x + 3] | s[y + 1] | s[y + 2] | s[y + 3]) != 0)
                            division.remainder(s, x, y);
                        else if (s[y] != 0) s[y] = Long.remainderUnsigned(s[x], s[y]);
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
                        continue loop;
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
                        continue loop;
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
                        var size = (code[pc] & 0xff) - Op.PUSH0;
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
                        Words.push(s, sp, code, pc + 1, (code[pc] & 0xff) - Op.PUSH0);
                        sp += 4;
                        pc += (code[pc] & 0xff) - Op.PUSH0 + 1;
                        break;
                    case 0x80,
                            0x81,
                            0x82,
                            0x83,
                            0x84,
                            0x85,
                            0x86,
                            0x87,
                            0x88,
                            0x89,
                            0x8a,
                            0x8b,
                            0x8c,
                            0x8d,
                            0x8e,
                            0x8f: {
                        var from = sp - ((code[pc] & 0xff) - Op.DUP1 + 1 << 2);
                        s[sp] = s[from];
                        s[sp + 1] = s[from + 1];
                        s[sp + 2] = s[from + 2];
                        s[sp + 3] = s[from + 3];
                        sp += 4;
                        pc++;
                        break;
                    }
                    case 0x90,
                            0x91,
                            0x92,
                            0x93,
                            0x94,
                            0x95,
                            0x96,
                            0x97,
                            0x98,
                            0x99,
                            0x9a,
                            0x9b,
                            0x9c,
                            0x9d,
                            0x9e,
                            0x9f: {
                        var other = sp - ((code[pc] & 0xff) - Op.SWAP1 + 2 << 2);
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
                        throw new IllegalStateException("an opcode that is part of no run: " + code[pc]);
                }
        }
        if (pc < end) gas += Runs.price(code, shapes, pc, end);
        f.pc = pc;
        f.top = sp;
        f.gas = gas;
    }
}
