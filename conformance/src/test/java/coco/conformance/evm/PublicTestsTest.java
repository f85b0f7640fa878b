package coco.conformance.evm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coco.conformance.Score;
import coco.evm.Tier1;
import coco.testdata.SharedData;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The public suites, whole: nothing fails, nothing is left out, and as many cases run as there are. */
class PublicTestsTest {
    private static final double SHARE_MIN = 0.95;

    private final StringWriter printed = new StringWriter();
    private final Score score = new Score(new PrintWriter(printed), new PrintWriter(new StringWriter()), 20);

    private void allPass(int cases, Machines machines, String name) throws IOException, InterruptedException {
        new EvmFiles(machines, _ -> true, score)
                .run(List.of(SharedData.folder("ethereum").resolve(name)));
        score.print();
        assertEquals(cases + " passed, 0 failed, 0 skipped", score.all().toString(), printed::toString);
    }

    @Test
    @Tag("conformance")
    void stateTests() throws IOException, InterruptedException {
        allPass(32_939, new Machines(Tier1.OFF), "eest-state-tests.tar.xz");
    }

    @Test
    @Tag("conformance")
    void stateTestsInCompiledCode() throws IOException, InterruptedException {
        var machines = new Machines(Tier1.FORCED);
        allPass(32_939, machines, "eest-state-tests.tar.xz");
        assertTrue(
                machines.compiledShare() >= SHARE_MIN,
                () -> "share of gas in compiled code: " + machines.compiledShare());
    }

    @Test
    @Tag("conformance")
    void blockchainTests() throws IOException, InterruptedException {
        allPass(22_324, new Machines(Tier1.OFF), "eest-blockchain-tests.tar.xz");
    }

    @Test
    void blocksOfTheMainNetwork() throws IOException, InterruptedException {
        allPass(41, new Machines(Tier1.OFF), "mainnet-blocks");
    }

    /** The root of the state after it comes from the nodes that prove the state before it. */
    @Test
    void aBlockWithItsWitness() throws IOException, InterruptedException {
        allPass(1, new Machines(Tier1.OFF), "witness-block");
    }

    @Test
    void benchmarksInCompiledCode() throws IOException, InterruptedException {
        allPass(27, new Machines(Tier1.FORCED), "evm-benchmarks.tar.xz");
    }

    @Test
    void transactionTests() throws IOException, InterruptedException {
        new EvmFiles(new Machines(Tier1.OFF), name -> name.file().startsWith("TransactionTests/"), score)
                .run(List.of(SharedData.folder("ethereum").resolve("ethereum-tests-small.tar.xz")));
        assertEquals("2665 passed, 0 failed, 0 skipped", score.all().toString(), printed::toString);
    }
}
