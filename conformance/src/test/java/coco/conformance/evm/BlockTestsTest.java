package coco.evm.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coco.evm.vectors.Archive;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A fixed eighth of the block tests of execution-spec-tests, chosen by the hash of the test's name. */
class BlockTestsTest {
    private static final int SHARDS = 8;
    private static final int PASSED_MIN = 2500;

    @Test
    void pass() {
        var runner = new BlockTestRunner();
        var failures = new ArrayList<String>();
        var passed = new int[1];
        Archive.eachJson(
                "eest-blockchain-tests.tar.xz",
                _ -> true,
                (_, json) -> runner.run(
                        json, name -> Math.floorMod(name.test().hashCode(), SHARDS) == 0, (name, verdict) -> {
                            if (verdict instanceof Verdict.Passed) passed[0]++;
                            if (verdict instanceof Verdict.Failed) failures.add(name + ": " + verdict);
                        }));
        assertEquals(List.of(), failures.stream().limit(20).toList(), () -> failures.size() + " cases fail");
        assertTrue(passed[0] > PASSED_MIN, () -> passed[0] + " cases ran");
    }
}
