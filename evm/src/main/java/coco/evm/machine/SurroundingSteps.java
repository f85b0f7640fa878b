package coco.evm.machine;

import coco.evm.Op;

/** Opcodes that read what stays the same while the frame runs: call, transaction and block. */
final class SurroundingSteps {
    private static final int[] PUSHED = {
        Op.ADDRESS,
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
        Op.SLOTNUM
    };

    private SurroundingSteps() {}

    static void put(Step[] steps) {
        for (var op : PUSHED) steps[op] = new Push(op);
        steps[Op.CALLER] = new Step() {
            @Override
            int run(Frame f, long[] s, int sp) {
                Environment.pushAddress(s, sp, f.caller);
                return sp + 4;
            }
        };
        steps[Op.CALLVALUE] = new Step() {
            @Override
            int run(Frame f, long[] s, int sp) {
                s[sp] = f.value[0];
                s[sp + 1] = f.value[1];
                s[sp + 2] = f.value[2];
                s[sp + 3] = f.value[3];
                return sp + 4;
            }
        };
        steps[Op.CALLDATALOAD] = new Step() {
            @Override
            int run(Frame f, long[] s, int sp) {
                Environment.loadInput(f, s, sp - 4, Words.saturated(s, sp - 4));
                return sp;
            }
        };
        steps[Op.CALLDATASIZE] = new Step() {
            @Override
            int run(Frame f, long[] s, int sp) {
                Words.set(s, sp, f.input.length);
                return sp + 4;
            }
        };
        steps[Op.RETURNDATASIZE] = new Step() {
            @Override
            int run(Frame f, long[] s, int sp) {
                Words.set(s, sp, f.returnData.length);
                return sp + 4;
            }
        };
    }

    private static final class Push extends Step {
        private final int op;

        Push(int op) {
            this.op = op;
        }

        @Override
        int run(Frame f, long[] s, int sp) {
            Environment.push(f.machine, f, op, sp);
            return sp + 4;
        }
    }
}
