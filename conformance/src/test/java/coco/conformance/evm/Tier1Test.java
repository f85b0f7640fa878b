package coco.conformance.evm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coco.conformance.Fixtures;
import coco.conformance.Score;
import coco.evm.ChainConfig;
import coco.evm.Evm;
import coco.evm.Fork;
import coco.evm.Result;
import coco.evm.Tier1;
import coco.evm.U256;
import coco.testdata.SharedData;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** Compiled code where it is special: at the limits of the stack, and real contracts. */
class Tier1Test {
    private static final JsonMapper JSON = JsonMapper.shared();

    private static Path data(String name) {
        return SharedData.folder("ethereum").resolve(name);
    }

    @Test
    void stateTestsOfStackAndMemoryPass() throws IOException, InterruptedException {
        var printed = new StringWriter();
        var score = new Score(new PrintWriter(printed), new PrintWriter(new StringWriter()), 20);
        new EvmFiles(
                        new Machines(Tier1.FORCED),
                        name -> name.file().contains("/stStackTests/")
                                || name.file().contains("/stMemoryTest/"),
                        score)
                .run(List.of(data("eest-state-tests.tar.xz")));
        assertEquals(0, score.all().failed(), printed::toString);
        assertTrue(score.all().passed() > 500, () -> score.all().toString());
    }

    /** Of these only the call is given, not what comes of it. */
    @Test
    void realContractsEndTheSameInBothTiers() throws IOException {
        var config = ChainConfig.mainnetRules(Fork.PRAGUE, U256.ONE);
        var count = new int[1];
        Fixtures.each(data("revmc-bench-data.tar.xz"), (name, content) -> {
            for (var test : JSON.readTree(content).properties()) {
                var contract = new StateTest(test.getValue());
                if (!contract.listsCalls()) continue;
                var expected = new Evm(config, Tier1.OFF).session(contract.pre(), contract.block(config));
                var found = new Evm(config, Tier1.FORCED).session(contract.pre(), contract.block(config));
                for (var call : contract.calls()) same(expected.call(call), found.call(call), name);
                count[0]++;
            }
        });
        assertEquals(21, count[0]);
    }

    private static void same(Result expected, Result found, String name) {
        var one = assertInstanceOf(Result.Executed.class, expected, name);
        var other = assertInstanceOf(Result.Executed.class, found, name);
        assertEquals(one.outcome().gasUsed(), other.outcome().gasUsed(), name);
        assertEquals(one.outcome().getClass(), other.outcome().getClass(), name);
        assertEquals(one.diff().accounts(), other.diff().accounts(), name);
    }
}
