package coco.evm.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coco.evm.Address;
import coco.evm.BlockContext;
import coco.evm.ChainConfig;
import coco.evm.Evm;
import coco.evm.Fork;
import coco.evm.MemoryWorld;
import coco.evm.Message;
import coco.evm.Outcome;
import coco.evm.Result;
import coco.evm.Tracer;
import coco.evm.U256;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Whatever the bytes, code ends in an outcome, and seen by a tracer in the same one. */
class RandomCodeTest {
    private static final int CODES_PER_FORK = 2000;
    private static final long GAS = 400_000;
    private static final Address SENDER = Address.ofNumber(0xabcdef);
    private static final Address CONTRACT = Address.ofNumber(0xc0de);

    @Test
    void endsInAnOutcomeOnEveryFork() {
        var ends = new EnumMap<Fork, Integer>(Fork.class);
        for (var fork : Fork.values()) {
            var evm = new Evm(ChainConfig.mainnetRules(fork, U256.ONE));
            var random = new SplittableRandom(fork.name().hashCode());
            for (var i = 0; i < CODES_PER_FORK; i++) {
                var code = code(random);
                var plain = run(evm, code, null);
                var steps = new int[1];
                var traced = run(evm, code, (_, _, _, _, _, _) -> steps[0]++);
                assertEquals(plain.outcome().gasUsed(), traced.outcome().gasUsed(), () -> hex(code));
                assertEquals(plain.diff().accounts(), traced.diff().accounts(), () -> hex(code));
                assertTrue(steps[0] > 0, "the tracer saw the first opcode");
                if (plain.outcome() instanceof Outcome.Success) ends.merge(fork, 1, Integer::sum);
            }
        }
        for (var fork : Fork.values())
            assertTrue(ends.getOrDefault(fork, 0) > CODES_PER_FORK / 50, "too few codes end well: " + ends);
    }

    private static Result.Executed run(Evm evm, byte[] code, @org.jspecify.annotations.Nullable Tracer tracer) {
        var world = new MemoryWorld();
        world.put(SENDER, 0, U256.of(1L << 60), new byte[0], Map.of());
        world.put(CONTRACT, 1, U256.of(1000), code, Map.of(U256.ONE, U256.of(77)));
        var block =
                new BlockContext(5, 1_000, Address.ofNumber(0xfee), 1 << 30, U256.ONE, U256.MAX, U256.ZERO, U256.ONE);
        var session = evm.session(world, block);
        if (tracer != null) session.trace(tracer);
        var message = new Message(
                Message.LEGACY,
                SENDER,
                0,
                GAS,
                U256.ONE,
                U256.ONE,
                CONTRACT,
                U256.of(3),
                new byte[] {1, 2, 3, 4},
                java.util.List.of(),
                U256.ZERO,
                java.util.List.of(),
                java.util.List.of());
        return assertInstanceOf(Result.Executed.class, session.transact(message), () -> hex(code));
    }

    /** Mostly small constants and defined opcodes, so that calls, copies and stores find operands. */
    private static byte[] code(SplittableRandom random) {
        var code = new byte[random.nextInt(1, 300)];
        for (var i = 0; i < code.length; i++) {
            if (random.nextInt(3) != 0 && i + 1 < code.length) {
                code[i++] = 0x60;
                code[i] = (byte) (random.nextInt(4) == 0 ? random.nextInt(256) : random.nextInt(24));
            } else {
                code[i] = (byte) random.nextInt(random.nextInt(3) == 0 ? 256 : 0x60);
            }
        }
        return code;
    }

    private static String hex(byte[] code) {
        return HexFormat.of().formatHex(code);
    }
}
