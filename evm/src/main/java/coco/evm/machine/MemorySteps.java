package coco.evm.machine;

import coco.evm.Op;
import coco.evm.hash.Keccak256;
import coco.evm.machine.Operation.Operands;

/** Opcodes that read and write the memory, which grows where it has to. */
final class MemorySteps {
    private MemorySteps() {}

    static void put(Step[] steps) {
        steps[Op.MLOAD] = new Load(Operands.UNARY);
        steps[Op.MSTORE] = new Store(Operands.STORING);
        steps[Op.MSTORE8] = new Step() {
            @Override
            int run(Frame f, long[] s, int sp) {
                var offset = Words.saturated(s, sp - 4);
                var halted = reach(f, offset, 1);
                if (halted < 0) return halted;
                f.memory[(int) offset] = (byte) s[sp - 8];
                return sp - 8;
            }
        };
        steps[Op.MSIZE] = new Step() {
            @Override
            int run(Frame f, long[] s, int sp) {
                Words.set(s, sp, f.memorySize);
                return sp + 4;
            }
        };
        steps[Op.KECCAK256] = new Step() {
            @Override
            int run(Frame f, long[] s, int sp) {
                long offset = Words.saturated(s, sp - 4), size = Words.saturated(s, sp - 8);
                var gas = Gas.hash(f, f.gas, offset, size);
                if (gas < 0) return (int) gas;
                f.gas = gas;
                Keccak256.hashToLimbs(f.memory, size == 0 ? 0 : (int) offset, (int) size, s, sp - 8);
                return sp - 4;
            }
        };
        for (var op : new int[] {Op.CALLDATACOPY, Op.CODECOPY, Op.RETURNDATACOPY, Op.MCOPY}) steps[op] = new Copy(op);
    }

    /** Makes bytes part of the memory, if they are not, and takes the price from the frame: zero, or less for a halt. */
    private static int reach(Frame f, long offset, int size) {
        if (offset <= f.memorySize - size) return 0;
        var gas = Gas.expand(f, f.gas, offset, size);
        if (gas < 0) return (int) gas;
        f.gas = gas;
        return 0;
    }

    private static final class Load extends Operation {
        Load(Operands at) {
            super(at, Load::new);
        }

        @Override
        int run(Frame f, long[] s, int sp) {
            var offset = Words.saturated(source(s), x(sp));
            var halted = reach(f, offset, 32);
            if (halted < 0) return halted;
            Words.load(s, z(sp), f.memory, (int) offset);
            return after(sp);
        }
    }

    private static final class Store extends Operation {
        Store(Operands at) {
            super(at, Store::new);
        }

        @Override
        int run(Frame f, long[] s, int sp) {
            var offset = Words.saturated(source(s), x(sp));
            var halted = reach(f, offset, 32);
            if (halted < 0) return halted;
            Words.store(s, y(sp), f.memory, (int) offset);
            return after(sp);
        }
    }

    private static final class Copy extends Step {
        private final int op;

        Copy(int op) {
            this.op = op;
        }

        @Override
        int run(Frame f, long[] s, int sp) {
            var gas = Copies.copy(f, op, sp, f.gas);
            if (gas < 0) return (int) gas;
            f.gas = gas;
            return sp - 12;
        }
    }
}
