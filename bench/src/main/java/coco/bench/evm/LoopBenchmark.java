package coco.bench.evm;

import coco.evm.Address;
import coco.evm.BlockContext;
import coco.evm.ChainConfig;
import coco.evm.Evm;
import coco.evm.Fork;
import coco.evm.MemoryWorld;
import coco.evm.Message;
import coco.evm.Outcome;
import coco.evm.Result;
import coco.evm.Tier1;
import coco.evm.U256;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** One turn of a loop in a contract, in both tiers. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 1)
@org.openjdk.jmh.annotations.Fork(
        value = 1,
        jvmArgs = {
            "-Xmx2g",
            "-XX:+UseCompactObjectHeaders",
            "-XX:MaxInlineLevel=5",
            "-XX:FreqInlineSize=120",
            "-XX:InlineSmallCode=1000"
        })
public class LoopBenchmark {
    private static final int TURNS = 10_000;
    private static final String CURVE = "30644e72e131a029b85045b68181585d97816a916871ca8d3c208c16d87cfd47";
    private static final Address CALLER = Address.ofHex("0x1000000000000000000000000000000000000001");
    private static final Address CALLED = Address.ofHex("0x2000000000000000000000000000000000000002");
    private static final Address OTHER = Address.ofHex("0x00000000000000000000000000000000000000dd");

    /** What a turn does: the stack holds a result so far and, above it, how many turns are left. */
    public enum Body {
        /** Nothing but counting. */
        COUNT(""),
        /** result = (result + turns) * 7 */
        ARITHMETIC("8082016007029150"),
        /** result = (result + turns) / 7 */
        DIVISION("808201600790049150"),
        /** result = result * turns mod a curve's prime */
        MULMOD("7f" + CURVE + "8183099150"),
        /** result = hash of 136 bytes of memory, 32 of which change */
        HASH("805f5260885f209150"),
        /** A word of memory written and read. */
        MEMORY("806040526040519150"),
        /** slot[turns]++ of slots that were never written */
        STORAGE("80546001018155"),
        /** A call of a contract that does nothing. */
        CALL("5f5f5f5f60dd5afa50");

        private final String opcodes;

        Body(String opcodes) {
            this.opcodes = opcodes;
        }

        /** From a result of 0 and {@link #TURNS} turns; in the end the result is returned. */
        byte[] code() {
            return HexFormat.of().parseHex("5f6127105b" + opcodes + "6001900380600457505f5260205ff3");
        }
    }

    @Param
    private Body body = Body.COUNT;

    @Param({"OFF", "BACKGROUND"})
    private Tier1 tier1 = Tier1.OFF;

    private final MemoryWorld world = new MemoryWorld();
    private final Message message = Message.call(CALLER, CALLED, 1L << 40, U256.ZERO, new byte[0]);
    private final BlockContext block =
            new BlockContext(1, 1, CALLER, 1L << 41, U256.ZERO, U256.ZERO, U256.ZERO, U256.ONE);
    private Evm evm = new Evm(ChainConfig.mainnetRules(Fork.PRAGUE, U256.ONE));

    @Setup
    public void deploy() {
        evm = new Evm(ChainConfig.mainnetRules(Fork.PRAGUE, U256.ONE), tier1);
        world.put(CALLED, 1, U256.ZERO, body.code(), Map.of());
        world.put(OTHER, 1, U256.ZERO, new byte[] {0}, Map.of());
    }

    /** Time of one turn; the call around them costs some microseconds in all. */
    @Benchmark
    @OperationsPerInvocation(TURNS)
    public byte[] turn() {
        if (evm.session(world, block).call(message) instanceof Result.Executed(Outcome.Success success, var _))
            return success.output();
        throw new IllegalStateException(body + " does not end well");
    }
}
