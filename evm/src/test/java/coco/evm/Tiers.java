package coco.evm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import coco.evm.chain.BlockAccessList;
import coco.evm.chain.Log;
import coco.evm.compile.CodeCompiler;
import coco.evm.compile.ForcedCompiler;
import coco.evm.machine.CompiledCode;
import coco.evm.machine.CompiledCodes;
import coco.evm.rlp.RlpWriter;
import coco.evm.state.Code;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The machine as interpreter, watched and not, with all code compiled, and with both by turns; each must say the same of any program. */
final class Tiers {
    private static final Address SENDER = Address.ofNumber(0xabcdef);
    private static final Address FIRST = Address.ofNumber(0xc0de);
    private static final Address SECOND = Address.ofNumber(0xc0df);
    private static final byte[] DATA = {1, 2, 3, 4, (byte) 0xff, 6, 7};
    private static final BlockContext BLOCK =
            new BlockContext(5, 1_000, Address.ofNumber(0xfee), 1 << 30, U256.ONE, U256.MAX, U256.of(7), U256.ONE);

    /** Of the transaction that {@link #agree} sends, from {@link Fork#ISTANBUL} on. */
    static final long INTRINSIC_GAS = 21_000 + 16L * DATA.length;

    private final Evm interpreted;
    private final Evm compiled;
    private final Evm turns;

    Tiers(Fork fork) {
        var config = ChainConfig.mainnetRules(fork, U256.ONE);
        interpreted = new Evm(config, Tier1.OFF);
        compiled = new Evm(config, Tier1.FORCED);
        turns = new Evm(config, new Turns(new ForcedCompiler(CodeCompiler.of(fork))));
    }

    /** Lets the interpreter run every other frame, or part of a frame between two calls. */
    private static final class Turns implements CompiledCodes {
        private final CompiledCodes all;
        private int asked;

        Turns(CompiledCodes all) {
            this.all = all;
        }

        @Override
        public @Nullable CompiledCode find(Code code) {
            return asked++ % 2 == 0 ? null : all.find(code);
        }

        @Override
        public void interpreted(Code code, long gas) {
            all.interpreted(code, gas);
        }

        @Override
        public void ran(long gasCompiled, long gasInterpreted) {
            all.ran(gasCompiled, gasInterpreted);
        }
    }

    /** Runs the first program, which may call the second at 0xc0df and itself at 0xc0de, in all ways. */
    Outcome agree(byte[] first, byte[] second, long gas) {
        var program = hex(first) + " and " + hex(second) + ", gas " + gas;
        var expected = run(interpreted, null, first, second, gas);
        for (var evm : List.of(compiled, turns)) assertSame(expected, run(evm, null, first, second, gas), program);
        var watcher = new Watcher();
        assertSame(expected, run(interpreted, watcher, first, second, gas), program);
        assertEquals(List.of(), watcher.skipped, program);
        return expected.outcome();
    }

    private static void assertSame(Ran expected, Ran found, String program) {
        assertEquals(text(expected.outcome()), text(found.outcome()), program);
        assertEquals(expected.executed.diff().accounts(), found.executed.diff().accounts(), program);
        assertEquals(expected.blockGas, found.blockGas, program);
        assertEquals(expected.list, found.list, program);
    }

    /** Looks whether it is shown every opcode: behind one that goes on to the next, the next. */
    private static final class Watcher implements Tracer {
        private final List<String> skipped = new ArrayList<>();
        private int lastDepth = -1;
        private int expectedPc = -1;

        @Override
        public void step(int depth, int pc, int opcode, long gas, long[] stack, int top) {
            if (depth == lastDepth && expectedPc >= 0 && pc != expectedPc) skipped.add(expectedPc + " before " + pc);
            lastDepth = depth;
            expectedPc = goesOn(opcode) ? pc + size(opcode) : -1;
        }

        /** Calls are left out too: the callee may have this depth next. */
        private static boolean goesOn(int opcode) {
            return opcode > Op.STOP && opcode < Op.CREATE && opcode != Op.JUMP && opcode != Op.JUMPI;
        }

        private static int size(int opcode) {
            if (opcode >= Op.PUSH0 && opcode < Op.DUP1) return opcode - Op.PUSH0 + 1;
            return opcode == Op.DUPN || opcode == Op.SWAPN || opcode == Op.EXCHANGE ? 2 : 1;
        }
    }

    /** The share of gas that went in compiled code where all is compiled. */
    double share() {
        var status = compiled.tier1();
        return status == null ? 0 : status.share();
    }

    /** Outcomes hold arrays, which records do not compare. */
    static String text(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Success s ->
                "success " + s.gasUsed() + " " + s.refund() + " " + hex(s.output()) + " " + hex(logs(s.logs()));
            case Outcome.Revert r -> "revert " + r.gasUsed() + " " + hex(r.output());
            case Outcome.Halt h -> "halt " + h.gasUsed() + " " + h.reason();
        };
    }

    private static byte[] logs(List<Log> logs) {
        var writer = new RlpWriter(256).begin();
        for (var log : logs) log.write(writer);
        return writer.end().toArray();
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    /** What came of the transaction, and of a block that has it alone. */
    private record Ran(Result.Executed executed, long blockGas, BlockAccessList list) {
        Outcome outcome() {
            return executed.outcome();
        }
    }

    private static Ran run(Evm evm, @Nullable Tracer tracer, byte[] first, byte[] second, long gas) {
        var world = new MemoryWorld();
        world.put(SENDER, 0, U256.of(1L << 60), new byte[0], Map.of());
        world.put(FIRST, 1, U256.of(1000), first, Map.of(U256.ONE, U256.of(77)));
        world.put(SECOND, 1, U256.of(1000), second, Map.of(U256.ZERO, U256.of(5)));
        var message = new Message(
                Message.LEGACY,
                SENDER,
                0,
                gas,
                U256.of(9),
                U256.of(9),
                FIRST,
                U256.of(3),
                DATA,
                List.of(),
                U256.ZERO,
                List.of(),
                List.of());
        var session = evm.session(world, BLOCK);
        if (tracer != null) session.trace(tracer);
        var executed = assertInstanceOf(Result.Executed.class, session.transact(message));
        return new Ran(executed, session.gasUsed(), session.accessList());
    }
}
