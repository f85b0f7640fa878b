package coco.evm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class SharedCodeTest {
    private static final Address SENDER = Address.ofNumber(0xabcdef);
    private static final Address FACTORY = Address.ofNumber(0xfac);

    private static final BlockContext BLOCK =
            new BlockContext(5, 1_000, Address.ofNumber(0xfee), 1 << 30, U256.ONE, U256.MAX, U256.of(7), U256.ONE);

    /** Returns the code "PUSH0 PUSH0 RETURN". */
    private static final String INIT = "62" + "5f5ff3" + "5f52" + "6003" + "601d" + "f3";

    /** Creates with {@link #INIT} and calls what it made. */
    private static final String CREATES_AND_CALLS =
            "6a" + INIT + "5f52" + "600b" + "6015" + "5f" + "f0" + "5f5f5f5f5f" + "85" + "5a" + "f1" + "00";

    /** Sessions that are dropped leave no state, and yet what was found out about a code they deployed is known to the next. */
    @Test
    void whatASessionDeploysIsCompiledOnce() {
        var evm = new Evm(ChainConfig.mainnetRules(Fork.OSAKA, U256.ONE), Tier1.FORCED);
        var world = new MemoryWorld();
        world.put(SENDER, 0, U256.of(1L << 60), new byte[0], Map.of());
        world.put(FACTORY, 1, U256.ZERO, HexFormat.of().parseHex(CREATES_AND_CALLS), Map.of());
        create(evm, world);
        var first = compiled(evm);
        create(evm, world);
        assertEquals(3, first, "the factory, the init code, what it deploys");
        assertEquals(1, compiled(evm) - first, "the init code, which nobody keeps");
    }

    private static long compiled(Evm evm) {
        return Objects.requireNonNull(evm.tier1()).compiled();
    }

    private static void create(Evm evm, WorldView world) {
        var message = new Message(
                Message.LEGACY,
                SENDER,
                0,
                200_000,
                U256.ZERO,
                U256.ZERO,
                FACTORY,
                U256.ZERO,
                new byte[0],
                List.of(),
                U256.ZERO,
                List.of(),
                List.of());
        var executed = assertInstanceOf(
                Result.Executed.class, evm.session(world, BLOCK).call(message));
        assertInstanceOf(Outcome.Success.class, executed.outcome());
    }
}
