package coco.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** A thousand worlds: no rule is broken in any, and everything that can go wrong has gone wrong in some. */
class SimulatorTest {
    private static final int SEEDS = 1_000;
    private static final int FEW = 30;

    /** What the random stage found. */
    private static final List<Long> FOUND = List.of(
            // A newcomer died after its vote was asked for and before it stood in a log: two of four voters were left.
            4236222559872596574L);

    private static final List<String> MUST_OCCUR = List.of(
            "answers Committed",
            "answers Invalid",
            "answers NotExecuted",
            "answers Refused",
            "asked to step down",
            "batches accepted",
            "batches offered again",
            "caches thrown away",
            "chunks compared",
            "clock jumps",
            "crashes",
            "disks found as they were left",
            "disks rolled back",
            "disks tampered with",
            "disks wiped",
            "doubts resolved as committed",
            "doubts resolved as invalid",
            "fresh reads",
            "fresh reads that failed",
            "full disks",
            "halted by a full disk",
            "ledgers verified",
            "lost messages",
            "networks grown from one node",
            "nodes joined",
            "nodes removed",
            "offices lost",
            "one-way partitions",
            "partitions",
            "pauses",
            "power cuts",
            "reads after a transaction",
            "receipts verified",
            "rekeys within a view",
            "removed nodes that stopped",
            "snapshots installed",
            "submissions asked again and found",
            "torn tails",
            "transfers of leadership",
            "views opened",
            "void batches",
            "voters changed",
            "worlds of local disks",
            "worlds where nodes come back as new ones");

    @Test
    void noSeedBreaksARuleAndEverythingOccurs() {
        var result = Seeds.run(LongStream.rangeClosed(1, SEEDS), System.out::println);
        assertEquals(Map.of(), result.failed());
        assertEquals(SEEDS, result.passed());
        for (var what : MUST_OCCUR) {
            assertTrue(result.counts().getOrDefault(what, 0) > 0, () -> what + " never occurred: " + result.counts());
        }
    }

    /** A fault that any world shows, shows here: planted faults are tried on these. */
    @Test
    void aFewWorldsBreakNoRule() {
        for (var seed = 1; seed <= FEW; seed++) new World(seed).run();
    }

    @Test
    void theSeedsThatWereFoundBreakNoRule() {
        for (var seed : FOUND) {
            var world = new World(seed);
            world.run();
            assertTrue(world.checker().length() > 0, () -> "seed " + seed + " accepts something");
        }
    }

    @Test
    void aSeedGivesTheSameWorldEachTime() {
        for (var seed = 1; seed <= 5; seed++) {
            assertEquals(trace(seed), trace(seed));
        }
    }

    private static List<String> trace(long seed) {
        var lines = new ArrayList<String>();
        new World(seed, null, new Trace(lines::add, true)).run();
        assertTrue(lines.size() > 50, "something happens");
        return lines;
    }
}
