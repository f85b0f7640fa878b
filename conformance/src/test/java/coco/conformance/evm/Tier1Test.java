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

/** The public tests again, all code compiled before it runs. */
class Tier1Test {
    private static final String STATE_TESTS = "eest-state-tests.tar.xz";
    private static final int CASES = 32_939;
    private static final double SHARE_MIN = 0.95;

    @Test
    @Tag("conformance")
    void allStateTestsPass() {
        assertEquals(CASES, pass(STATE_TESTS, SHARE_MIN, _ -> true));
    }

    @Test
    void stateTestsOfStackAndMemoryPass() {
        // Many of them run into the limits of the stack, which is left to the interpreter.
        var some = pass(STATE_TESTS, 0.5, name -> name.contains("/stStackTests/") || name.contains("/stMemoryTest/"));
        assertTrue(some > 500, () -> "only " + some + " cases");
    }

    @Test
    void benchmarksPass() {
        assertEquals(27, pass("evm-benchmarks.tar.xz", SHARE_MIN, _ -> true));
    }

    private static int pass(String archive, double shareMin, Predicate<String> files) {
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
        assertTrue(
                runner.compiledShare() >= shareMin, () -> "share of gas in compiled code: " + runner.compiledShare());
        return count[0];
    }

    /** Real contracts of which only the call is given, not what comes of it. */
    @Test
    void realContractsEndTheSameInBothTiers() {
        var config = ChainConfig.mainnetRules(Fork.PRAGUE, coco.evm.U256.ONE);
        var count = new int[1];
        Archive.eachJson("revmc-bench-data.tar.xz", _ -> true, (name, json) -> {
            for (var test : json.properties()) {
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
