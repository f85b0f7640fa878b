package coco.evm;

import coco.evm.machine.Instructions;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Makes programs that mostly keep the rules: loops, branches, functions, and opcodes that find their operands. */
final class RandomProgram {
    private static final int[] BINARY = {
        0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x07, 0x0b, 0x10, 0x11, 0x12, 0x13, 0x14, 0x16, 0x17, 0x18, 0x1a, 0x1b,
        0x1c, 0x1d
    };
    private static final int[] UNARY = {0x15, 0x19, 0x15, 0x1e};
    private static final int[] SOURCES = {
        0x30, 0x32, 0x33, 0x34, 0x36, 0x38, 0x3a, 0x3d, 0x41, 0x42, 0x43, 0x44, 0x45, 0x46, 0x47, 0x48, 0x4a, 0x58,
        0x59, 0x5a
    };
    private static final int[] EDGES = {0, 1, 2, 31, 32, 63, 64, 127, 128, 192, 255, 256};
    private static final int DEPTH_MAX = 3;
    private static final int HEIGHT_MAX = 14;
    private static final int FUNCTIONS = 3;

    private final SplittableRandom random;
    private final Fork fork;
    private final long[] table;
    private final ByteArrayOutputStream code = new ByteArrayOutputStream();
    private final Map<Integer, Integer> places = new HashMap<>();

    /** Where a label's two bytes stand. */
    private final List<int[]> uses = new ArrayList<>();

    private int labels = FUNCTIONS;

    /** Words on the stack that the current piece may use. */
    private int height;

    private RandomProgram(SplittableRandom random, Fork fork) {
        this.random = random;
        this.fork = fork;
        table = Instructions.table(fork);
    }

    static byte[] make(SplittableRandom random, Fork fork) {
        return new RandomProgram(random, fork).program();
    }

    private byte[] program() {
        statements(4 + random.nextInt(20), 0);
        end();
        for (var function = 0; function < FUNCTIONS; function++) function(function);
        var bytes = code.toByteArray();
        for (var use : uses) {
            var place = places.getOrDefault(use[1], 0);
            bytes[use[0]] = (byte) (place >> 8);
            bytes[use[0] + 1] = (byte) (int) place;
        }
        return random.nextInt(10) == 0 ? Arrays.copyOf(bytes, random.nextInt(1, bytes.length)) : bytes;
    }

    private void function(int label) {
        place(label);
        var outside = height;
        height = 0;
        statements(1 + random.nextInt(5), DEPTH_MAX);
        while (height > 0) pop();
        op(0x56);
        height = outside;
    }

    private void end() {
        switch (random.nextInt(12)) {
            case 0, 1 -> op(0x00);
            case 2 -> op(0xfe);
            case 3 -> {
                push(random.nextInt(70));
                push(random.nextInt(100));
                op(0xfd);
            }
            default -> {
                push(64);
                push(random.nextInt(40));
                op(0xf3);
            }
        }
    }

    private void statements(int count, int depth) {
        for (var i = 0; i < count; i++) {
            switch (random.nextInt(depth < DEPTH_MAX ? 10 : 7)) {
                case 0 -> memory();
                case 1 -> storage();
                case 2 -> call();
                case 7 -> loop(depth + 1);
                case 8 -> branch(depth + 1);
                case 9 -> callFunction();
                default -> expression();
            }
            if (random.nextInt(600) == 0) op(random.nextInt(256));
            while (height > HEIGHT_MAX) pop();
        }
    }

    private void expression() {
        for (var i = random.nextInt(8); i >= 0; i--) {
            switch (random.nextInt(fork.isAtLeast(Fork.AMSTERDAM) ? 10 : 9)) {
                case 9 -> deep();
                case 0, 1 -> constant();
                case 2 -> {
                    op(oneOf(SOURCES));
                    height++;
                }
                case 3 -> {
                    need(1);
                    op(0x80 + random.nextInt(Math.min(16, height)));
                    height++;
                }
                case 4 -> {
                    need(2);
                    op(0x90 + random.nextInt(Math.min(16, height - 1)));
                }
                case 5 -> {
                    need(1);
                    op(oneOf(UNARY));
                }
                case 6 -> {
                    need(3);
                    op(0x08 + random.nextInt(2));
                    height -= 2;
                }
                default -> {
                    need(2);
                    op(random.nextInt(30) == 0 ? 0x0a : oneOf(BINARY));
                    height--;
                }
            }
        }
    }

    /** Opcodes with an immediate; they find their words below those that the piece may use, or not at all. */
    private void deep() {
        switch (random.nextInt(4)) {
            case 0 -> {
                op(0x4b);
                height++;
            }
            case 1 -> {
                // Words 2 and 3, 2 and 4, and so on to 14.
                var lower = 2 + random.nextInt(12);
                need(lower + 1);
                op(0xe8);
                code.write(lower - 1 ^ 143);
            }
            case 2 -> {
                need(17);
                op(0xe6);
                code.write(128);
                height++;
            }
            default -> {
                need(18);
                op(0xe7);
                code.write(random.nextInt(20) == 0 ? random.nextInt(256) : 128);
            }
        }
    }

    private void memory() {
        switch (random.nextInt(8)) {
            case 0, 1 -> {
                need(1);
                offset();
                op(random.nextInt(4) == 0 ? 0x53 : 0x52);
                height -= 2;
            }
            case 2, 3 -> {
                offset();
                op(0x51);
            }
            case 4 -> {
                push(random.nextInt(80));
                offset();
                op(0x20);
                height--;
            }
            case 5 -> {
                push(random.nextInt(70));
                push(random.nextInt(40));
                offset();
                op(random.nextInt(20) == 0 ? 0x3e : oneOf(0x37, 0x39, 0x5e));
                height -= 3;
            }
            case 6 -> {
                offset();
                op(0x35);
            }
            default -> {
                var topics = random.nextInt(5);
                need(topics);
                push(random.nextInt(40));
                offset();
                op(0xa0 + topics);
                height -= 2 + topics;
            }
        }
    }

    /** Mostly small; sometimes the top of the stack masked, which no compiler knows. */
    private void offset() {
        if (random.nextInt(3) == 0) {
            need(1);
            push(0x7f);
            op(0x16);
            height--;
        } else if (random.nextInt(60) == 0) {
            push(random.nextInt(1 << 16));
        } else {
            push(random.nextInt(160));
        }
    }

    private void storage() {
        var isTransient = fork.isAtLeast(Fork.CANCUN) && random.nextInt(3) == 0;
        if (random.nextBoolean()) {
            push(random.nextInt(4));
            op(isTransient ? 0x5c : 0x54);
        } else {
            need(1);
            push(random.nextInt(4));
            op(isTransient ? 0x5d : 0x55);
            height -= 2;
        }
    }

    private void call() {
        if (random.nextInt(6) == 0) {
            account();
            return;
        }
        if (random.nextInt(12) == 0) {
            push(random.nextInt(8));
            push(0);
            push(random.nextInt(3));
            op(0xf0);
            height -= 2;
            return;
        }
        var kind = oneOf(0xf1, 0xf2, 0xf4, 0xfa);
        push(random.nextInt(64));
        push(random.nextInt(64));
        push(random.nextInt(64));
        push(random.nextInt(64));
        if (kind <= 0xf2) push(random.nextInt(8) == 0 ? 1 : 0);
        push(oneOf(0xc0de, 0xc0df, 0xc0df, 2, 4, 0x999));
        if (random.nextBoolean()) push(random.nextInt(20_000));
        else {
            op(0x5a);
            height++;
        }
        op(kind);
        height -= kind <= 0xf2 ? 6 : 5;
    }

    private void account() {
        push(random.nextBoolean() ? 0xc0de : 0x777);
        op(oneOf(0x31, 0x3b, 0x3f, 0x40));
    }

    private void loop(int depth) {
        push(1 + random.nextInt(6));
        var label = labels++;
        place(label);
        var outside = height;
        height = 0;
        statements(1 + random.nextInt(4), depth);
        while (height > 0) pop();
        height = outside;
        push(1);
        op(0x90);
        op(0x03);
        op(0x80);
        label(label);
        op(0x57);
        op(0x50);
        height = outside - 1;
    }

    private void branch(int depth) {
        need(1);
        if (random.nextBoolean()) op(0x15);
        var label = labels++;
        label(label);
        op(0x57);
        height--;
        var outside = height;
        height = 0;
        statements(1 + random.nextInt(3), depth);
        while (height > 0) pop();
        height = outside;
        if (random.nextInt(8) == 0) end();
        place(label);
    }

    private void callFunction() {
        var back = labels++;
        label(back);
        label(random.nextInt(40) == 0 ? labels + 100 : random.nextInt(FUNCTIONS));
        op(0x56);
        place(back);
    }

    // Pieces

    /** An opcode, if it is one, that the fork has. */
    private int oneOf(int... all) {
        while (true) {
            var one = all[random.nextInt(all.length)];
            if (one > 0xff || Instructions.isDefined(table[one])) return one;
        }
    }

    private void need(int words) {
        while (height < words) constant();
    }

    private void constant() {
        switch (random.nextInt(5)) {
            case 0 -> push(EDGES[random.nextInt(EDGES.length)]);
            case 1 -> push(random.nextInt(256));
            default -> {
                var size = 1 + random.nextInt(32);
                var fill = random.nextInt(3);
                op(0x5f + size);
                for (var i = 0; i < size; i++)
                    code.write(fill == 0 ? 0xff : fill == 1 && i > 0 ? 0 : random.nextInt(256));
                height++;
            }
        }
    }

    private void push(int value) {
        var bytes = value < 256 ? 1 : 2;
        op(0x5f + bytes);
        if (bytes == 2) code.write(value >> 8);
        code.write(value);
        height++;
    }

    private void pop() {
        op(0x50);
        height--;
    }

    private void op(int opcode) {
        code.write(opcode);
    }

    private void place(int label) {
        places.put(label, code.size());
        op(0x5b);
    }

    /** Pushes where a label will be; the word is for a jump. */
    private void label(int label) {
        op(0x61);
        uses.add(new int[] {code.size(), label});
        code.write(0);
        code.write(0);
    }
}
