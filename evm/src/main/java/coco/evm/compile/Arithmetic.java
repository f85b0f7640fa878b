package coco.evm.compile;

import static coco.evm.compile.Assembler.MACHINE;
import static coco.evm.compile.Assembler.STACK;
import static coco.evm.machine.CompiledCode.SCRATCH;

import coco.evm.Op;
import java.lang.classfile.CodeBuilder;
import java.math.BigInteger;
import java.util.function.Consumer;

/** Opcodes that compute: limb by limb where the operands are, or by a call over the scratch words. */
final class Arithmetic {
    private static final int LIMBS = 4;
    private static final BigInteger MODULUS = BigInteger.ONE.shiftLeft(256);

    private final Values values;
    private final Assembler to;

    Arithmetic(Values values) {
        this.values = values;
        to = values.to;
    }

    /** Whether {@link #run} makes the opcode. */
    static boolean has(int op) {
        return op >= Op.ADD && op <= Op.CLZ && op != Op.EXP;
    }

    void run(int op) {
        var x = values.pop();
        var result =
                switch (op) {
                    case Op.ISZERO -> isZero(x);
                    case Op.NOT -> not(x);
                    case Op.CLZ -> countLeadingZeros(x);
                    case Op.ADDMOD, Op.MULMOD -> modular(op, x, values.pop(), values.pop());
                    default -> binary(op, x, values.pop());
                };
        values.push(result);
    }

    private Word binary(int op, Word x, Word y) {
        return switch (op) {
            case Op.ADD -> add(x, y);
            case Op.SUB -> subtract(x, y);
            case Op.MUL -> multiply(x, y);
            case Op.DIV, Op.MOD -> divide(op, x, y);
            case Op.LT, Op.SLT -> less(op == Op.SLT, x, y);
            case Op.GT, Op.SGT -> less(op == Op.SGT, y, x);
            case Op.EQ -> equal(x, y);
            case Op.AND, Op.OR, Op.XOR -> bitwise(op, x, y);
            case Op.SHL, Op.SHR, Op.SAR -> shift(op, x, y);
            case Op.BYTE -> byteAt(x, y);
            case Op.SIGNEXTEND -> signExtend(x, y);
            case Op.SDIV -> division("divideSigned", x, y);
            case Op.SMOD -> division("remainderSigned", x, y);
            default -> throw new IllegalStateException("not arithmetic: " + op);
        };
    }

    // Sums

    private Word add(Word x, Word y) {
        Limb[] a = values.limbs(x), b = values.limbs(y), sum = new Limb[LIMBS];
        var carry = Limb.Known.ZERO;
        for (var i = 0; i < LIMBS; i++) {
            sum[i] = sum(sum(a[i], b[i]), carry);
            carry = i == LIMBS - 1 ? Limb.Known.ZERO : carry(a[i], b[i], carry, sum[i]);
        }
        return Word.of(sum);
    }

    private Limb sum(Limb a, Limb b) {
        if (a instanceof Limb.Known(var p) && b instanceof Limb.Known(var q)) return Limb.of(p + q);
        if (a.is(0)) return b;
        if (b.is(0)) return a;
        return operate(CodeBuilder::ladd, a, b, Math.min(Long.SIZE, Math.max(a.bits(), b.bits()) + 1));
    }

    private Limb carry(Limb a, Limb b, Limb carry, Limb sum) {
        var bits = Math.max(a.bits(), b.bits());
        if (bits < Long.SIZE || carry.is(0) && (a.is(0) || b.is(0))) return Limb.Known.ZERO;
        if (a instanceof Limb.Known(var p) && b instanceof Limb.Known(var q) && sum instanceof Limb.Known(var r))
            return Limb.of(((p & q) | ((p | q) & ~r)) >>> 63);
        return call("carry", a, b, sum);
    }

    private Word subtract(Word x, Word y) {
        Limb[] a = values.limbs(x), b = values.limbs(y), rest = new Limb[LIMBS];
        var borrow = Limb.Known.ZERO;
        for (var i = 0; i < LIMBS; i++) {
            rest[i] = difference(difference(a[i], b[i]), borrow);
            borrow = i == LIMBS - 1 ? Limb.Known.ZERO : borrow(a[i], b[i], borrow, rest[i]);
        }
        return Word.of(rest);
    }

    private Limb difference(Limb a, Limb b) {
        if (a instanceof Limb.Known(var p) && b instanceof Limb.Known(var q)) return Limb.of(p - q);
        return b.is(0) ? a : operate(CodeBuilder::lsub, a, b, Long.SIZE);
    }

    private Limb borrow(Limb a, Limb b, Limb borrow, Limb rest) {
        if (borrow.is(0) && b.is(0)) return Limb.Known.ZERO;
        if (a instanceof Limb.Known(var p) && b instanceof Limb.Known(var q) && rest instanceof Limb.Known(var r))
            return Limb.of(((~p & q) | ((~p | q) & r)) >>> 63);
        return call("borrow", a, b, rest);
    }

    private Limb call(String name, Limb a, Limb b, Limb c) {
        values.load(a);
        values.load(b);
        values.load(c);
        to.call(name, "(JJJ)J");
        return values.store(1);
    }

    private Limb operate(Consumer<CodeBuilder> instruction, Limb a, Limb b, int bits) {
        values.load(a);
        values.load(b);
        to.one(instruction);
        return values.store(bits);
    }

    // Products and quotients

    private Word multiply(Word x, Word y) {
        if (x.isKnown() && y.isKnown()) return known(number(x).multiply(number(y)));
        var power = powerOfTwo(x);
        if (power >= 0) return shifted(y, power);
        power = powerOfTwo(y);
        if (power >= 0) return shifted(x, power);
        if (x.isNarrow() && y.isNarrow()) {
            Limb a = values.limbs(x)[0], b = values.limbs(y)[0];
            var low = operate(CodeBuilder::lmul, a, b, Math.min(Long.SIZE, a.bits() + b.bits()));
            if (a.bits() + b.bits() <= Long.SIZE) return Word.narrow(low);
            values.load(a);
            values.load(b);
            to.call(java.lang.constant.ClassDesc.of("java.lang.Math"), "unsignedMultiplyHigh", "(JJ)J");
            return Word.of(
                    low, values.store(Math.max(0, a.bits() + b.bits() - Long.SIZE)), Limb.Known.ZERO, Limb.Known.ZERO);
        }
        return words("multiply", x, y);
    }

    private Word divide(int op, Word x, Word y) {
        if (x.isKnown() && y.isKnown() && !y.isKnown(0))
            return known(op == Op.DIV ? number(x).divide(number(y)) : number(x).mod(number(y)));
        var power = powerOfTwo(y);
        if (power >= 0 && op == Op.DIV) return shiftRight(values.limbs(x), power, Limb.Known.ZERO);
        if (power >= 0) return bitwise(Op.AND, x, known(number(y).subtract(BigInteger.ONE)));
        if (x.isNarrow() && y.isNarrow()) {
            values.load(values.limbs(x)[0]);
            values.load(values.limbs(y)[0]);
            to.call(op == Op.DIV ? "quotient" : "remainder", "(JJ)J");
            return Word.narrow(values.store(values.limbs(x)[0].bits()));
        }
        return division(op == Op.DIV ? "divide" : "remainder", x, y);
    }

    /** Calls the machine's division, which leaves the result in the second operand's place. */
    private Word division(String name, Word x, Word y) {
        values.scratch(x, y);
        loadDivision();
        to.constant(SCRATCH + LIMBS);
        to.constant(SCRATCH);
        to.callVirtual(Types.DIVISION, name, "(AII)V");
        return values.scratchResult(LIMBS);
    }

    private Word modular(int op, Word x, Word y, Word modulus) {
        values.scratch(x, y, modulus);
        loadDivision();
        to.constant(SCRATCH + 2 * LIMBS);
        to.constant(SCRATCH + LIMBS);
        to.constant(SCRATCH);
        to.callVirtual(Types.DIVISION, op == Op.ADDMOD ? "addModulo" : "multiplyModulo", "(AIII)V");
        return values.scratchResult(LIMBS);
    }

    private void loadDivision() {
        to.aload(MACHINE);
        to.field(Types.MACHINE, "division", Types.DIVISION);
        to.aload(STACK);
    }

    private Word words(String name, Word x, Word y) {
        values.scratch(x, y);
        to.aload(STACK);
        to.constant(SCRATCH + LIMBS);
        to.constant(SCRATCH);
        to.call(Types.WORDS, name, "(AII)V");
        return values.scratchResult(LIMBS);
    }

    /** The value of a known power, or null. */
    static Word power(Word base, Word exponent) {
        return known(number(base).modPow(number(exponent), MODULUS));
    }

    private static BigInteger number(Word word) {
        var limbs = word.known();
        return new coco.evm.U256(limbs[3], limbs[2], limbs[1], limbs[0]).toBigInteger();
    }

    private static Word known(BigInteger value) {
        var number = coco.evm.U256.of(value.mod(MODULUS));
        return Word.of(
                Limb.of(number.limb0()), Limb.of(number.limb1()), Limb.of(number.limb2()), Limb.of(number.limb3()));
    }

    /** The exponent of a known power of two; less than zero for other words. */
    private static int powerOfTwo(Word word) {
        if (!word.isKnown() || number(word).bitCount() != 1) return -1;
        return number(word).getLowestSetBit();
    }

    // Comparisons

    Word isZero(Word x) {
        if (x.isKnown()) return Word.of(x.isKnown(0) ? 1 : 0);
        if (x.isTruth()) return Word.truth(x.truth, !x.negated);
        if (x.isOnlyAtHome()) {
            values.loadHome(x);
            to.call(Types.WORDS, "isZero", "(AI)Z");
        } else {
            loadUnion(values.limbs(x));
            to.call("isZero", "(J)Z");
        }
        return values.storeTruth();
    }

    /** Loads a long that is zero where all limbs are. */
    void loadUnion(Limb[] limbs) {
        var loaded = false;
        for (var limb : limbs) {
            if (limb.is(0)) continue;
            values.load(limb);
            if (loaded) to.one(CodeBuilder::lor);
            loaded = true;
        }
        if (!loaded) to.constant(0L);
    }

    private Word equal(Word x, Word y) {
        Limb[] a = values.limbs(x), b = values.limbs(y), differences = new Limb[LIMBS];
        for (var i = 0; i < LIMBS; i++) differences[i] = bitwise(Op.XOR, a[i], b[i]);
        return isZero(Word.of(differences));
    }

    private Word less(boolean signed, Word x, Word y) {
        if (x.isNarrow() && y.isNarrow()) {
            values.load(values.limbs(x)[0]);
            values.load(values.limbs(y)[0]);
            to.call("isBelow", "(JJ)Z");
        } else {
            values.loadAll(x);
            values.loadAll(y);
            to.call(signed ? "isBelowSigned" : "isBelow", "(JJJJJJJJ)Z");
        }
        return values.storeTruth();
    }

    // Bits

    private Word not(Word x) {
        var limbs = values.limbs(x);
        var result = new Limb[LIMBS];
        for (var i = 0; i < LIMBS; i++) result[i] = bitwise(Op.XOR, limbs[i], Limb.of(-1));
        return Word.of(result);
    }

    private Word bitwise(int op, Word x, Word y) {
        Limb[] a = values.limbs(x), b = values.limbs(y), result = new Limb[LIMBS];
        for (var i = 0; i < LIMBS; i++) result[i] = bitwise(op, a[i], b[i]);
        return Word.of(result);
    }

    private Limb bitwise(int op, Limb a, Limb b) {
        if (a instanceof Limb.Known(var p) && b instanceof Limb.Known(var q))
            return Limb.of(op == Op.AND ? p & q : op == Op.OR ? p | q : p ^ q);
        if (a instanceof Limb.Known) return bitwise(op, b, a);
        if (b.is(0)) return op == Op.AND ? Limb.Known.ZERO : a;
        if (b.is(-1) && op != Op.XOR) return op == Op.AND ? a : b;
        return switch (op) {
            case Op.AND -> operate(CodeBuilder::land, a, b, Math.min(a.bits(), b.bits()));
            case Op.OR -> operate(CodeBuilder::lor, a, b, Math.max(a.bits(), b.bits()));
            default -> operate(CodeBuilder::lxor, a, b, Math.max(a.bits(), b.bits()));
        };
    }

    private Word shift(int op, Word by, Word x) {
        if (!by.isKnown())
            return words(op == Op.SHL ? "shiftLeft" : op == Op.SHR ? "shiftRight" : "shiftRightSigned", by, x);
        var limbs = values.limbs(x);
        var fill = op == Op.SAR ? shift(limbs[3], 63, Shift.SIGNED) : Limb.Known.ZERO;
        var bits = known(number(by).min(BigInteger.valueOf(256))).known()[0];
        if (bits == 256) return Word.of(fill, fill, fill, fill);
        return op == Op.SHL ? shifted(x, (int) bits) : shiftRight(limbs, (int) bits, fill);
    }

    /** To the left. */
    private Word shifted(Word x, int by) {
        var limbs = values.limbs(x);
        var result = new Limb[LIMBS];
        int skip = by >> 6, bits = by & 63;
        for (var i = 0; i < LIMBS; i++) {
            var high = i >= skip ? limbs[i - skip] : Limb.Known.ZERO;
            var low = bits != 0 && i > skip ? limbs[i - skip - 1] : Limb.Known.ZERO;
            result[i] = bitwise(Op.OR, shift(high, bits, Shift.LEFT), shift(low, Long.SIZE - bits, Shift.RIGHT));
        }
        return Word.of(result);
    }

    private Word shiftRight(Limb[] limbs, int by, Limb fill) {
        var result = new Limb[LIMBS];
        int skip = by >> 6, bits = by & 63;
        for (var i = 0; i < LIMBS; i++) {
            var low = i + skip < LIMBS ? limbs[i + skip] : fill;
            var high = bits == 0 ? Limb.Known.ZERO : i + skip + 1 < LIMBS ? limbs[i + skip + 1] : fill;
            result[i] = bitwise(Op.OR, shift(low, bits, Shift.RIGHT), shift(high, Long.SIZE - bits, Shift.LEFT));
        }
        return Word.of(result);
    }

    private enum Shift {
        LEFT,
        RIGHT,
        SIGNED
    }

    /** By 0 to 64 bits. */
    private Limb shift(Limb limb, int by, Shift kind) {
        if (by == 0 || limb.is(0)) return limb;
        if (by == Long.SIZE) return Limb.Known.ZERO;
        if (limb instanceof Limb.Known(var value))
            return switch (kind) {
                case LEFT -> Limb.of(value << by);
                case RIGHT -> Limb.of(value >>> by);
                case SIGNED -> Limb.of(value >> by);
            };
        if (kind != Shift.LEFT && limb.bits() < Long.SIZE && limb.bits() <= by) return Limb.Known.ZERO;
        values.load(limb);
        to.constant(by);
        return switch (kind) {
            case LEFT -> {
                to.one(CodeBuilder::lshl);
                yield values.store(Math.min(Long.SIZE, limb.bits() + by));
            }
            case RIGHT -> {
                to.one(CodeBuilder::lushr);
                yield values.store(limb.bits() - by);
            }
            case SIGNED -> {
                to.one(CodeBuilder::lshr);
                yield values.store(limb.bits() < Long.SIZE ? limb.bits() - by : Long.SIZE);
            }
        };
    }

    private Word byteAt(Word index, Word x) {
        if (!index.isKnown()) return words("byteAt", index, x);
        if (!index.isNarrow() || Long.compareUnsigned(index.known()[0], 31) > 0) return Word.of(0);
        var at = (int) index.known()[0];
        var limb = shift(values.limbs(x)[3 - (at >> 3)], 56 - 8 * (at & 7), Shift.RIGHT);
        return Word.narrow(bitwise(Op.AND, limb, Limb.of(0xff)));
    }

    private Word signExtend(Word index, Word x) {
        if (!index.isKnown()) return words("signExtend", index, x);
        if (!index.isNarrow() || Long.compareUnsigned(index.known()[0], 31) >= 0) return x;
        var at = (int) index.known()[0];
        var result = values.limbs(x).clone();
        var limb = at >> 3;
        var unused = 56 - 8 * (at & 7);
        result[limb] = shift(shift(result[limb], unused, Shift.LEFT), unused, Shift.SIGNED);
        var fill = shift(result[limb], 63, Shift.SIGNED);
        for (var i = limb + 1; i < LIMBS; i++) result[i] = fill;
        return Word.of(result);
    }

    private Word countLeadingZeros(Word x) {
        values.scratch(x);
        to.constant(256);
        to.aload(STACK);
        to.constant(SCRATCH);
        to.call(Types.WORDS, "bitLength", "(AI)I");
        to.one(CodeBuilder::isub);
        to.one(CodeBuilder::i2l);
        return Word.narrow(values.store(9));
    }
}
