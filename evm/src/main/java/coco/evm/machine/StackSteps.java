package coco.evm.machine;

import coco.evm.Op;

/** PUSH, POP, DUP and SWAP. */
final class StackSteps {
    private StackSteps() {}

    static void put(Step[] steps) {
        steps[Op.POP] = new Pop(1);
        steps[Op.JUMPDEST] = new Step() {
            @Override
            int run(Frame f, long[] s, int sp) {
                return sp;
            }
        };
        steps[Op.PUSH0] = new PushLimb(0);
        for (var n = 1; n <= 16; n++) steps[Op.DUP1 + n - 1] = new Duplicate(n);
        for (var n = 1; n <= 16; n++) steps[Op.SWAP1 + n - 1] = new Swap(n);
    }

    /** The PUSH that is there in the code, other than PUSH0. */
    static Step push(byte[] code, int pc) {
        var size = (code[pc] & 0xff) - Op.PUSH0;
        var word = new long[Instructions.LIMBS];
        Words.push(word, 0, code, pc + 1, size);
        return (word[1] | word[2] | word[3]) == 0 ? new PushLimb(word[0]) : new Push(word);
    }

    /** POP, as often as it stands there. */
    static final class Pop extends Step {
        final int words;

        Pop(int words) {
            this.words = words;
        }

        @Override
        int run(Frame f, long[] s, int sp) {
            return sp - 4 * words;
        }
    }

    /** Moves the word on top to where a deeper one is: a SWAP and a POP. */
    static final class Replace extends Step {
        final int words;

        Replace(int words) {
            this.words = words;
        }

        @Override
        int run(Frame f, long[] s, int sp) {
            int top = sp - 4, to = top - 4 * words;
            s[to] = s[top];
            s[to + 1] = s[top + 1];
            s[to + 2] = s[top + 2];
            s[to + 3] = s[top + 3];
            return top;
        }
    }

    /** A word that the code brings along. */
    abstract static class Constant extends Step {
        /** In limbs; not to be written to. */
        abstract long[] word();
    }

    private static final class Push extends Constant {
        private final long[] word;

        Push(long[] word) {
            this.word = word;
        }

        @Override
        long[] word() {
            return word;
        }

        @Override
        int run(Frame f, long[] s, int sp) {
            s[sp] = word[0];
            s[sp + 1] = word[1];
            s[sp + 2] = word[2];
            s[sp + 3] = word[3];
            return sp + 4;
        }
    }

    /** A word below 2^64. */
    static final class PushLimb extends Constant {
        final long value;

        PushLimb(long value) {
            this.value = value;
        }

        @Override
        long[] word() {
            return new long[] {value, 0, 0, 0};
        }

        @Override
        int run(Frame f, long[] s, int sp) {
            Words.set(s, sp, value);
            return sp + 4;
        }
    }

    static final class Duplicate extends Step {
        final int words;

        Duplicate(int words) {
            this.words = words;
        }

        @Override
        int run(Frame f, long[] s, int sp) {
            var from = sp - 4 * words;
            s[sp] = s[from];
            s[sp + 1] = s[from + 1];
            s[sp + 2] = s[from + 2];
            s[sp + 3] = s[from + 3];
            return sp + 4;
        }
    }

    static final class Swap extends Step {
        final int words;

        Swap(int words) {
            this.words = words;
        }

        @Override
        int run(Frame f, long[] s, int sp) {
            int top = sp - 4, other = top - 4 * words;
            long a0 = s[top], a1 = s[top + 1], a2 = s[top + 2], a3 = s[top + 3];
            s[top] = s[other];
            s[top + 1] = s[other + 1];
            s[top + 2] = s[other + 2];
            s[top + 3] = s[other + 3];
            s[other] = a0;
            s[other + 1] = a1;
            s[other + 2] = a2;
            s[other + 3] = a3;
            return sp;
        }
    }
}
