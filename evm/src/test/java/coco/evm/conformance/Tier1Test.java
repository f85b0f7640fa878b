package coco.evm.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coco.evm.ChainConfig;
import coco.evm.Evm;
import coco.evm.Fork;
import coco.evm.Result;
import coco.evm.Tier1;
import coco.evm.vectors.Archive;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The public tests again, all code compiled before it runs. */
class Tier1Test {
    private static final String STATE_TESTS = "eest-state-tests.tar.xz";
    private static final int CASES = 32_939;
    private static final double SHARE_MIN = 0.95;
    private static final JsonNode FIRST = JsonMapper.shared().readTree("{\"data\": 0, \"gas\": 0, \"value\": 0}");

    @Test
    @Tag("conformance")
    void allStateTestsPass() {
        assertEquals(CASES, pass(STATE_TESTS, _ -> true));
    }

    @Test
    void stateTestsOfStackAndMemoryPass() {
        assertTrue(pass(STATE_TESTS, name -> name.contains("/stStackTests/") || name.contains("/stMemoryTest/")) > 500);
    }

    @Test
    void benchmarksPass() {
        assertEquals(27, pass("evm-benchmarks.tar.xz", _ -> true));
    }

    private static int pass(String archive, Predicate<String> files) {
        var runner = new StateTestRunner(Tier1.FORCED);
        var failures = new ArrayList<String>();
        var count = new int[1];
        Archive.eachJson(
                archive,
                files,
                (_, json) -> runner.run(json, _ -> true, (name, verdict) -> {
                    count[0]++;
                    if (!(verdict instanceof Verdict.Passed)) failures.add(name + ": " + verdict);
                }));
        assertEquals(List.of(), failures.stream().limit(20).toList(), () -> failures.size() + " cases fail");
        assertTrue(runner.compiledShare() >= SHARE_MIN, () -> "share of gas in compiled code: " + runner.compiledShare());
        return count[0];
    }

    /** Real contracts of which only the call is given, not what comes of it. */
    @Test
    void realContractsEndTheSameInBothTiers() {
        var config = ChainConfig.mainnetRules(Fork.PRAGUE, coco.evm.U256.ONE);
        var count = new int[1];
        Archive.eachJson("revmc-bench-data.tar.xz", _ -> true, (name, json) -> {
            for (var test : json.properties()) {
                if (!test.getValue().has("pre")) continue;
                var contract = new StateTest(test.getValue());
                var expected = run(new Evm(config, Tier1.OFF), config, contract);
                var found = run(new Evm(config, Tier1.FORCED), config, contract);
                assertEquals(expected.outcome().gasUsed(), found.outcome().gasUsed(), name);
                assertEquals(expected.outcome().getClass(), found.outcome().getClass(), name);
                assertEquals(expected.diff().accounts(), found.diff().accounts(), name);
                count[0]++;
            }
        });
        assertEquals(21, count[0]);
    }

    private static Result.Executed run(Evm evm, ChainConfig config, StateTest test) {
        var session = evm.session(test.pre(), test.block(config));
        return assertInstanceOf(Result.Executed.class, session.transact(test.message(FIRST)));
    }
}
