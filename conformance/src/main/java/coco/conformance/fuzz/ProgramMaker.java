package coco.conformance.fuzz;

import coco.evm.Address;
import coco.evm.Fork;
import coco.evm.Op;
import coco.evm.U256;
import java.util.List;

/**
 * Makes programs from a grammar: an expression leaves one word on the stack, a statement leaves the stack as it was. Most of what is
 * computed ends up in storage, memory or logs, where a difference shows. Here and there something breaks the rules on purpose.
 */
final class ProgramMaker {
    private static final int EXPRESSION_DEPTH_MAX = 3;
    private static final int STATEMENT_DEPTH_MAX = 2;
    private static final int CREATE_DEPTH_MAX = 2;
    private static final int CODE_BYTES_MAX = 6_000;

    /** Above what other statements write. */
    private static final int SCRATCH = 0x200;

    private final Dice dice;
    private final Fork fork;
    private final Opcodes opcodes;
    private final List<Address> places;
    private final Vectors vectors;
    private final int createDepth;
    private final CodeWriter code = new CodeWriter();

    private ProgramMaker(Dice dice, Fork fork, List<Address> places, Vectors vectors, int createDepth) {
        this.dice = dice;
        this.fork = fork;
        this.opcodes = Opcodes.of(fork);
        this.places = List.copyOf(places);
        this.vectors = vectors;
        this.createDepth = createDepth;
    }

    /** @param places accounts that the program may know */
    static byte[] contract(Dice dice, Fork fork, List<Address> places, Vectors vectors) {
        return new ProgramMaker(dice, fork, places, vectors, 0).program();
    }

    /** Code that runs once and returns the code of a contract, mostly. */
    static byte[] init(Dice dice, Fork fork, List<Address> places, Vectors vectors) {
        return new ProgramMaker(dice, fork, places, vectors, 0).initCode();
    }

    /**
     * Code that calls itself once, with all gas that it may, until that is refused; there it tries to create something. It returns how
     * deep it came, and the outermost, which the sender calls, stores it.
     */
    static byte[] diver(Dice dice, Fork fork) {
        return new ProgramMaker(dice, fork, List.of(), Vectors.NONE, CREATE_DEPTH_MAX).diver();
    }

    private byte[] diver() {
        var kind = dice.of(opcodes.calls());
        code.push(32).push(0).push(0).push(0);
        if (kind == Op.CALL || kind == Op.CALLCODE) code.push(0);
        code.op(Op.ADDRESS);
        if (fork.isAtLeast(Fork.TANGERINE_WHISTLE)) code.op(Op.GAS);
        else code.push(2_000).op(Op.GAS).op(Op.SUB);
        var deeper = code.label();
        code.op(kind).pushLabel(deeper).op(Op.JUMPI);
        code.push(0).push(0).push(0).op(Op.CREATE).push(0).op(Op.MSTORE);
        code.place(deeper).push(0).op(Op.MLOAD).push(1).op(Op.ADD).push(0).op(Op.MSTORE);
        var inner = code.label();
        code.op(Op.CALLER).op(Op.ORIGIN).op(Op.SUB).pushLabel(inner).op(Op.JUMPI);
        code.push(0).op(Op.MLOAD).push(dice.below(3)).op(Op.SSTORE);
        code.place(inner).push(32).push(0).op(Op.RETURN);
        return code.bytes();
    }

    private byte[] program() {
        statements(dice.between(2, 12), 0);
        end();
        return code.bytes();
    }

    private byte[] initCode() {
        statements(dice.below(4), STATEMENT_DEPTH_MAX);
        if (dice.oneIn(6)) {
            end();
            return code.bytes();
        }
        var runtime = dice.oneIn(12) ? odd() : new ProgramMaker(dice, fork, places, vectors, createDepth + 1).program();
        copyData(runtime, 0);
        code.push(runtime.length).push(0).op(Op.RETURN);
        return code.bytes();
    }

    /** Code that a contract must not have, or that only some forks take. */
    private byte[] odd() {
        return switch (dice.below(3)) {
            case 0 -> new byte[] {(byte) 0xef};
            case 1 -> new byte[dice.of(0x6000, 0x6001, 300)];
            default -> dice.bytes(dice.between(1, 40));
        };
    }

    private void end() {
        switch (dice.below(15)) {
            case 0 -> code.op(Op.INVALID);
            case 1 -> code.push(dice.below(70)).push(dice.below(100)).op(Op.REVERT);
            case 2, 14 -> code.push(place()).op(Op.SELFDESTRUCT);
            case 3, 4 -> code.op(Op.STOP);
            case 5 -> code.push(dice.between(1, 1 << 20)).op(Op.JUMP);
            case 6 -> {}
            default -> code.push(dice.below(96)).push(dice.below(64)).op(Op.RETURN);
        }
    }

    // Statements

    private void statements(int count, int depth) {
        for (var i = 0; i < count && code.size() < CODE_BYTES_MAX; i++) statement(depth);
    }

    private void statement(int depth) {
        switch (dice.below(depth < STATEMENT_DEPTH_MAX ? 19 : 15)) {
            case 0, 1, 2, 3 -> store();
            case 4, 5 -> storeInMemory();
            case 6 -> log();
            case 7 -> copy();
            case 8, 9, 10 -> {
                call();
                keep();
            }
            case 11 -> {
                create();
                keep();
            }
            case 12, 13 -> {
                precompile();
                keep();
            }
            case 14 -> breakRules();
            case 15, 16 -> branch(depth + 1);
            case 17 -> loop(depth + 1);
            default -> returnedData();
        }
    }

    /** The word on top goes to where it shows. */
    private void keep() {
        if (dice.oneIn(5)) code.op(Op.POP);
        else code.push(dice.below(6)).op(Op.SSTORE);
    }

    private void store() {
        expression(0);
        if (fork.isAtLeast(Fork.CANCUN) && dice.oneIn(4))
            code.push(dice.below(4)).op(Op.TSTORE);
        else code.push(dice.below(6)).op(Op.SSTORE);
    }

    private void storeInMemory() {
        expression(0);
        offset();
        code.op(dice.oneIn(4) ? Op.MSTORE8 : Op.MSTORE);
    }

    private void log() {
        var topics = dice.below(5);
        for (var i = 0; i < topics; i++) expression(EXPRESSION_DEPTH_MAX - 1);
        code.push(dice.below(70));
        offset();
        code.op(Op.LOG0 + topics);
    }

    private void copy() {
        code.push(dice.below(80));
        offset();
        offset();
        switch (dice.below(4)) {
            case 0 -> code.op(Op.CALLDATACOPY);
            case 1 -> code.op(Op.CODECOPY);
            case 2 -> code.op(fork.isAtLeast(Fork.CANCUN) ? Op.MCOPY : Op.CODECOPY);
            default -> code.push(place()).op(Op.EXTCODECOPY);
        }
    }

    /** What the last call has returned, mostly within its bounds. */
    private void returnedData() {
        if (!fork.isAtLeast(Fork.BYZANTIUM)) return;
        if (dice.oneIn(5)) code.push(dice.below(40));
        else code.op(Op.RETURNDATASIZE);
        code.push(dice.oneIn(8) ? 1 : 0).push(SCRATCH).op(Op.RETURNDATACOPY);
        code.op(Op.RETURNDATASIZE).push(SCRATCH).op(Op.KECCAK256);
        keep();
    }

    private void branch(int depth) {
        var after = code.label();
        expression(1);
        code.pushLabel(after).op(Op.JUMPI);
        statements(dice.between(1, 3), depth);
        if (dice.oneIn(8)) end();
        code.place(after);
    }

    private void loop(int depth) {
        var again = code.label();
        code.push(dice.between(1, 5)).place(again);
        statements(dice.between(1, 2), depth);
        code.push(1)
                .op(Op.SWAP1)
                .op(Op.SUB)
                .op(Op.DUP1)
                .pushLabel(again)
                .op(Op.JUMPI)
                .op(Op.POP);
    }

    private void breakRules() {
        if (!dice.oneIn(6)) {
            store();
            return;
        }
        switch (dice.below(6)) {
            case 0 -> code.op(dice.below(256));
            case 1 -> code.op(Op.POP);
            case 2 -> code.push(dice.word()).push(dice.word()).op(Op.MSTORE);
            case 3 -> code.pushLabel(code.label()).op(Op.JUMP);
            case 4 -> {
                // Fills the stack, once around.
                var again = code.label();
                code.place(again).push(1).push(1).pushLabel(again).op(Op.JUMP);
            }
            default ->
                code.push(dice.word()).push(dice.word()).push(dice.word()).op(Op.CALLDATACOPY);
        }
    }

    // Expressions

    private void expression(int depth) {
        if (depth >= EXPRESSION_DEPTH_MAX) {
            leaf();
            return;
        }
        switch (dice.below(12)) {
            case 0, 1, 2 -> leaf();
            case 3 -> {
                expression(depth + 1);
                code.op(dice.of(opcodes.unary()));
            }
            case 4 -> {
                for (var i = 0; i < 3; i++) expression(depth + 1);
                code.op(dice.of(opcodes.ternary()));
            }
            case 5 -> read();
            case 6 -> ofAccount();
            case 7 -> shuffle(depth + 1);
            case 8 -> {
                code.push(dice.below(100));
                offset();
                code.op(Op.KECCAK256);
            }
            default -> {
                expression(depth + 1);
                expression(depth + 1);
                code.op(dice.of(opcodes.binary()));
            }
        }
    }

    private void leaf() {
        if (dice.oneIn(3)) code.op(dice.of(opcodes.sources()));
        else code.push(dice.word());
    }

    private void read() {
        switch (dice.below(3)) {
            case 0 -> {
                offset();
                code.op(Op.MLOAD);
            }
            case 1 -> code.push(dice.below(4)).op(fork.isAtLeast(Fork.CANCUN) ? Op.TLOAD : Op.SLOAD);
            default -> code.push(dice.below(6)).op(Op.SLOAD);
        }
    }

    private void ofAccount() {
        code.push(place());
        code.op(
                fork.isAtLeast(Fork.CONSTANTINOPLE)
                        ? dice.of(Op.BALANCE, Op.EXTCODESIZE, Op.EXTCODEHASH)
                        : dice.of(Op.BALANCE, Op.EXTCODESIZE));
    }

    /** Some words in a row, exchanged and repeated, then made one. */
    private void shuffle(int depth) {
        var words = dice.between(2, 17);
        for (var i = 0; i < words; i++) {
            if (dice.oneIn(6)) expression(depth);
            else code.push(dice.below(300));
        }
        for (var i = dice.between(1, 4); i > 0; i--) {
            if (dice.oneIn(2)) {
                code.op(Op.DUP1 + dice.below(Math.min(16, words)));
                words++;
            } else {
                code.op(Op.SWAP1 + dice.below(Math.min(16, words - 1)));
            }
        }
        for (; words > 1; words--) code.op(dice.of(Op.ADD, Op.SUB, Op.XOR));
    }

    private void call() {
        var kind = dice.of(opcodes.calls());
        code.push(dice.below(70)).push(dice.below(128)).push(dice.below(70)).push(dice.below(128));
        if (kind == Op.CALL || kind == Op.CALLCODE) value();
        code.push(place());
        gas();
        code.op(kind);
    }

    /** Mostly a part, for what fails takes all it was given. */
    private void gas() {
        switch (dice.below(8)) {
            case 0 -> code.push(dice.below(3_000));
            case 1 -> code.op(Op.GAS);
            case 2 -> code.push(dice.word());
            default -> code.push(dice.below(200_000));
        }
    }

    private void create() {
        if (createDepth >= CREATE_DEPTH_MAX || code.size() > CODE_BYTES_MAX / 2) {
            leaf();
            return;
        }
        var init = new ProgramMaker(dice, fork, places, vectors, createDepth + 1).initCode();
        copyData(init, SCRATCH);
        var second = fork.isAtLeast(Fork.CONSTANTINOPLE) && dice.oneIn(2);
        var salt = dice.below(3);
        // Twice the same: the second finds its address taken, if the first has left anything.
        for (var times = second && dice.oneIn(4) ? 2 : 1; times > 0; times--) {
            if (second) code.push(salt);
            code.push(init.length).push(SCRATCH);
            value();
            code.op(second ? Op.CREATE2 : Op.CREATE);
            if (times > 1) keep();
        }
    }

    /** Mostly none; now and then more than any account has. */
    private void value() {
        if (dice.oneIn(15)) code.push(dice.word());
        else code.push(dice.oneIn(3) ? dice.below(3) : 0);
    }

    private void copyData(byte[] bytes, int to) {
        var label = code.data(bytes);
        code.push(bytes.length).pushLabel(label).push(to).op(Op.CODECOPY);
    }

    /** A call with an input that means something, or nearly; what comes back is hashed with whether it went well. */
    private void precompile() {
        if (vectors.all().isEmpty() || code.size() > CODE_BYTES_MAX) {
            leaf();
            return;
        }
        var vector = dice.of(vectors.all());
        var input = vector.input().clone();
        if (input.length > 0 && dice.oneIn(4)) input[dice.below(input.length)] ^= (byte) (1 << dice.below(8));
        var size = dice.oneIn(8) ? dice.below(input.length + 40) : input.length;
        var address = dice.oneIn(5) ? dice.between(1, 4) : vector.address();
        copyData(input, SCRATCH);
        code.push(96).push(0x180).push(size).push(SCRATCH).push(0).push(address);
        if (dice.oneIn(6)) code.op(Op.GAS);
        else code.push(dice.oneIn(3) ? dice.below(6_000) : dice.below(300_000));
        code.op(Op.CALL).push(96).push(0x180).op(Op.KECCAK256).op(Op.ADD);
    }

    // Pieces

    /** Mostly small; sometimes a word that is computed, cut to size. */
    private void offset() {
        if (dice.oneIn(4)) {
            leaf();
            code.push(0x7f).op(Op.AND);
        } else {
            code.push(dice.oneIn(60) ? dice.below(1 << 16) : dice.below(160));
        }
    }

    private U256 place() {
        var place = dice.of(places);
        return U256.ofBytes(place.unsafeArray());
    }
}
