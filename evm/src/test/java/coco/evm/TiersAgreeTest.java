package coco.evm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coco.evm.chain.Log;
import coco.evm.compile.CodeCompiler;
import coco.evm.compile.ForcedCompiler;
import coco.evm.conformance.MemoryWorld;
import coco.evm.machine.CompiledCode;
import coco.evm.machine.CompiledCodes;
import coco.evm.rlp.RlpWriter;
import coco.evm.state.Code;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Random programs end the same in the interpreter, in compiled code, and where the two take turns. */
class TiersAgreeTest {
    private static final int PROGRAMS = 600;
    private static final Address SENDER = Address.ofNumber(0xabcdef);
    private static final Address FIRST = Address.ofNumber(0xc0de);
    private static final Address SECOND = Address.ofNumber(0xc0df);
    private static final BlockContext BLOCK =
            new BlockContext(5, 1_000, Address.ofNumber(0xfee), 1 << 30, U256.ONE, U256.MAX, U256.of(7), U256.ONE);

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

    @Test
    void onOsaka() {
        agree(Fork.OSAKA, 1);
    }

    @Test
    void onPrague() {
        agree(Fork.PRAGUE, 2);
    }

    @Test
    void onLondon() {
        agree(Fork.LONDON, 3);
    }

    @Test
    void onFrontier() {
        agree(Fork.FRONTIER, 4);
    }

    private static void agree(Fork fork, long seed) {
        var config = ChainConfig.mainnetRules(fork, U256.ONE);
        var interpreted = new Evm(config, Tier1.OFF);
        var compiled = new Evm(config, Tier1.FORCED);
        var turns = new Evm(config, new Turns(new ForcedCompiler(CodeCompiler.of(fork))));
        var random = new SplittableRandom(seed);
        var good = 0;
        for (var i = 0; i < PROGRAMS; i++) {
            byte[] first = RandomProgram.make(random, fork), second = RandomProgram.make(random, fork);
            var gas = 30_000 + random.nextLong(random.nextInt(3) == 0 ? 60_000 : 1_000_000);
            var expected = run(interpreted, first, second, gas);
            same(expected, run(compiled, first, second, gas), first, second, gas);
            same(expected, run(turns, first, second, gas), first, second, gas);
            if (expected.outcome() instanceof Outcome.Success) good++;
        }
        assertTrue(good > PROGRAMS / 6, "too few programs end well: " + good);
        assertTrue(good < PROGRAMS * 9 / 10, "too few programs end badly: " + good);
        var status = compiled.tier1();
        assertTrue(status != null && status.share() > 0.5, () -> "the programs ran in compiled code: " + status);
    }

    private static void same(Result.Executed expected, Result.Executed found, byte[] first, byte[] second, long gas) {
        var program = hex(first) + " and " + hex(second) + ", gas " + gas;
        assertEquals(text(expected.outcome()), text(found.outcome()), program);
        assertEquals(expected.diff().accounts(), found.diff().accounts(), program);
    }

    /** Outcomes hold arrays, which records do not compare. */
    private static String text(Outcome outcome) {
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

    private static Result.Executed run(Evm evm, byte[] first, byte[] second, long gas) {
        var world = new MemoryWorld();
        world.put(SENDER, 0, U256.of(1L << 60), new byte[0], Map.of());
        world.put(FIRST, 1, U256.of(1000), first, Map.of(U256.ONE, U256.of(77)));
        world.put(SECOND, 1, U256.of(1000), second, Map.of(U256.ZERO, U256.of(5)));
        var data = new byte[] {1, 2, 3, 4, (byte) 0xff, 6, 7};
        var message = new Message(
                Message.LEGACY,
                SENDER,
                0,
                gas,
                U256.of(9),
                U256.of(9),
                FIRST,
                U256.of(3),
                data,
                List.of(),
                U256.ZERO,
                List.of(),
                List.of());
        return assertInstanceOf(Result.Executed.class, evm.session(world, BLOCK).transact(message));
    }
}
