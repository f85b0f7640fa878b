package coco.evm.machine;

import coco.evm.Op;
import coco.evm.machine.Operation.Operands;

/**
 * Opcodes that compute with words of the stack. Each has a {@code run} of its own, though many look alike: a step costs one call,
 * and what two of them shared would cost another.
 */
final class WordSteps {
    /** ISZERO of the word on top. */
    static final Step IS_ZERO = new IsZero(Operands.UNARY);

    private WordSteps() {}

    static void put(Step[] steps) {
        steps[Op.ADD] = new Add(Operands.BINARY);
        steps[Op.SUB] = new Subtract(Operands.BINARY);
        steps[Op.MUL] = new Multiply(Operands.BINARY);
        steps[Op.LT] = new Less(Operands.BINARY);
        steps[Op.GT] = new Greater(Operands.BINARY);
        steps[Op.SLT] = new LessSigned(Operands.BINARY);
        steps[Op.SGT] = new GreaterSigned(Operands.BINARY);
        steps[Op.EQ] = new Equal(Operands.BINARY);
        steps[Op.ISZERO] = IS_ZERO;
        steps[Op.AND] = new And(Operands.BINARY);
        steps[Op.OR] = new Or(Operands.BINARY);
        steps[Op.XOR] = new Xor(Operands.BINARY);
        steps[Op.SHL] = new ShiftLeft(Operands.BINARY);
        steps[Op.SHR] = new ShiftRight(Operands.BINARY);
        steps[Op.SAR] = new ShiftRightSigned(Operands.BINARY);
        putBits(steps);
        putDivisions(steps);
    }

    private static void putBits(Step[] steps) {
        steps[Op.NOT] = new Step() {
            @Override
            int run(Frame f, long[] s, int sp) {
                s[sp - 4] = ~s[sp - 4];
                s[sp - 3] = ~s[sp - 3];
                s[sp - 2] = ~s[sp - 2];
                s[sp - 1] = ~s[sp - 1];
                return sp;
            }
        };
        steps[Op.BYTE] = new Step() {
            @Override
            int run(Frame f, long[] s, int sp) {
                Words.byteAt(s, sp - 4, sp - 8);
                return sp - 4;
            }
        };
        steps[Op.SIGNEXTEND] = new Step() {
            @Override
            int run(Frame f, long[] s, int sp) {
                Words.signExtend(s, sp - 4, sp - 8);
                return sp - 4;
            }
        };
        steps[Op.CLZ] = new Step() {
            @Override
            int run(Frame f, long[] s, int sp) {
                Words.set(s, sp - 4, 256 - Words.bitLength(s, sp - 4));
                return sp;
            }
        };
    }

    private static void putDivisions(Step[] steps) {
        steps[Op.DIV] = new Step() {
            @Override
            int run(Frame f, long[] s, int sp) {
                f.machine.division.divide(s, sp - 4, sp - 8);
                return sp - 4;
            }
        };
        steps[Op.SDIV] = new Step() {
            @Override
            int run(Frame f, long[] s, int sp) {
                f.machine.division.divideSigned(s, sp - 4, sp - 8);
                return sp - 4;
            }
        };
        steps[Op.MOD] = new Step() {
            @Override
            int run(Frame f, long[] s, int sp) {
                f.machine.division.remainder(s, sp - 4, sp - 8);
                return sp - 4;
            }
        };
        steps[Op.SMOD] = new Step() {
            @Override
            int run(Frame f, long[] s, int sp) {
                f.machine.division.remainderSigned(s, sp - 4, sp - 8);
                return sp - 4;
            }
        };
        steps[Op.ADDMOD] = new Step() {
            @Override
            int run(Frame f, long[] s, int sp) {
                f.machine.division.addModulo(s, sp - 4, sp - 8, sp - 12);
                return sp - 8;
            }
        };
        steps[Op.MULMOD] = new Step() {
            @Override
            int run(Frame f, long[] s, int sp) {
                f.machine.division.multiplyModulo(s, sp - 4, sp - 8, sp - 12);
                return sp - 8;
            }
        };
        steps[Op.EXP] = new Step() {
            @Override
            int run(Frame f, long[] s, int sp) {
                var gas = Gas.charge(f.gas, (long) f.machine.expByte * Words.byteLength(s, sp - 8));
                if (gas < 0) return (int) gas;
                f.gas = gas;
                f.machine.division.power(s, sp - 4, sp - 8);
                return sp - 4;
            }
        };
    }

    private static final class Add extends Operation {
        Add(Operands at) {
            super(at, Add::new);
        }

        @Override
        int run(Frame f, long[] s, int sp) {
            var a = source(s);
            int x = x(sp), y = y(sp), z = z(sp);
            long limb = a[x], r = limb + s[y];
            var carry = Long.compareUnsigned(r, limb) < 0 ? 1L : 0L;
            s[z] = r;
            limb = a[x + 1];
            var t = limb + s[y + 1];
            r = t + carry;
            carry = (Long.compareUnsigned(t, limb) < 0 ? 1L : 0L) | (Long.compareUnsigned(r, t) < 0 ? 1L : 0L);
            s[z + 1] = r;
            limb = a[x + 2];
            t = limb + s[y + 2];
            r = t + carry;
            carry = (Long.compareUnsigned(t, limb) < 0 ? 1L : 0L) | (Long.compareUnsigned(r, t) < 0 ? 1L : 0L);
            s[z + 2] = r;
            s[z + 3] = a[x + 3] + s[y + 3] + carry;
            return after(sp);
        }
    }

    private static final class Subtract extends Operation {
        Subtract(Operands at) {
            super(at, Subtract::new);
        }

        @Override
        int run(Frame f, long[] s, int sp) {
            var source = source(s);
            int x = x(sp), y = y(sp), z = z(sp);
            long a = source[x], b = s[y];
            var borrow = Long.compareUnsigned(a, b) < 0 ? 1L : 0L;
            s[z] = a - b;
            a = source[x + 1];
            b = s[y + 1];
            var t = a - b;
            s[z + 1] = t - borrow;
            borrow = (Long.compareUnsigned(a, b) < 0 ? 1L : 0L) | (Long.compareUnsigned(t, borrow) < 0 ? 1L : 0L);
            a = source[x + 2];
            b = s[y + 2];
            t = a - b;
            s[z + 2] = t - borrow;
            borrow = (Long.compareUnsigned(a, b) < 0 ? 1L : 0L) | (Long.compareUnsigned(t, borrow) < 0 ? 1L : 0L);
            s[z + 3] = source[x + 3] - s[y + 3] - borrow;
            return after(sp);
        }
    }

    private static final class Multiply extends Operation {
        Multiply(Operands at) {
            super(at, Multiply::new);
        }

        @Override
        int run(Frame f, long[] s, int sp) {
            Words.multiply(source(s), x(sp), s, y(sp), z(sp));
            return after(sp);
        }
    }

    private static final class Less extends Operation {
        Less(Operands at) {
            super(at, Less::new);
        }

        @Override
        int run(Frame f, long[] s, int sp) {
            Words.set(s, z(sp), Words.below(source(s), x(sp), s, y(sp)));
            return after(sp);
        }
    }

    private static final class Greater extends Operation {
        Greater(Operands at) {
            super(at, Greater::new);
        }

        @Override
        int run(Frame f, long[] s, int sp) {
            Words.set(s, z(sp), Words.below(s, y(sp), source(s), x(sp)));
            return after(sp);
        }
    }

    private static final class LessSigned extends Operation {
        LessSigned(Operands at) {
            super(at, LessSigned::new);
        }

        @Override
        int run(Frame f, long[] s, int sp) {
            Words.set(s, z(sp), Words.belowSigned(source(s), x(sp), s, y(sp)));
            return after(sp);
        }
    }

    private static final class GreaterSigned extends Operation {
        GreaterSigned(Operands at) {
            super(at, GreaterSigned::new);
        }

        @Override
        int run(Frame f, long[] s, int sp) {
            Words.set(s, z(sp), Words.belowSigned(s, y(sp), source(s), x(sp)));
            return after(sp);
        }
    }

    private static final class Equal extends Operation {
        Equal(Operands at) {
            super(at, Equal::new);
        }

        @Override
        int run(Frame f, long[] s, int sp) {
            Words.set(s, z(sp), Words.areEqual(source(s), x(sp), s, y(sp)) ? 1 : 0);
            return after(sp);
        }
    }

    private static final class IsZero extends Operation {
        IsZero(Operands at) {
            super(at, IsZero::new);
        }

        @Override
        int run(Frame f, long[] s, int sp) {
            Words.set(s, z(sp), Words.isZero(source(s), x(sp)) ? 1 : 0);
            return after(sp);
        }
    }

    private static final class And extends Operation {
        And(Operands at) {
            super(at, And::new);
        }

        @Override
        int run(Frame f, long[] s, int sp) {
            var a = source(s);
            int x = x(sp), y = y(sp), z = z(sp);
            s[z] = a[x] & s[y];
            s[z + 1] = a[x + 1] & s[y + 1];
            s[z + 2] = a[x + 2] & s[y + 2];
            s[z + 3] = a[x + 3] & s[y + 3];
            return after(sp);
        }
    }

    private static final class Or extends Operation {
        Or(Operands at) {
            super(at, Or::new);
        }

        @Override
        int run(Frame f, long[] s, int sp) {
            var a = source(s);
            int x = x(sp), y = y(sp), z = z(sp);
            s[z] = a[x] | s[y];
            s[z + 1] = a[x + 1] | s[y + 1];
            s[z + 2] = a[x + 2] | s[y + 2];
            s[z + 3] = a[x + 3] | s[y + 3];
            return after(sp);
        }
    }

    private static final class Xor extends Operation {
        Xor(Operands at) {
            super(at, Xor::new);
        }

        @Override
        int run(Frame f, long[] s, int sp) {
            var a = source(s);
            int x = x(sp), y = y(sp), z = z(sp);
            s[z] = a[x] ^ s[y];
            s[z + 1] = a[x + 1] ^ s[y + 1];
            s[z + 2] = a[x + 2] ^ s[y + 2];
            s[z + 3] = a[x + 3] ^ s[y + 3];
            return after(sp);
        }
    }

    private static final class ShiftLeft extends Operation {
        ShiftLeft(Operands at) {
            super(at, ShiftLeft::new);
        }

        @Override
        int run(Frame f, long[] s, int sp) {
            Words.shiftLeft(source(s), x(sp), s, y(sp), z(sp));
            return after(sp);
        }
    }

    private static final class ShiftRight extends Operation {
        ShiftRight(Operands at) {
            super(at, ShiftRight::new);
        }

        @Override
        int run(Frame f, long[] s, int sp) {
            Words.shiftRight(source(s), x(sp), s, y(sp), z(sp));
            return after(sp);
        }
    }

    private static final class ShiftRightSigned extends Operation {
        ShiftRightSigned(Operands at) {
            super(at, ShiftRightSigned::new);
        }

        @Override
        int run(Frame f, long[] s, int sp) {
            Words.shiftRightSigned(source(s), x(sp), s, y(sp), z(sp));
            return after(sp);
        }
    }
}
