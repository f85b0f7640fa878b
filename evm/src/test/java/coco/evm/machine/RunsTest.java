package coco.evm.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coco.evm.Fork;
import coco.evm.state.Code;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RunsTest {
    private static final long[] OSAKA = Instructions.table(Fork.OSAKA);

    private static int run(String hex, int pc) {
        var runs = Runs.of(Code.of(HexFormat.of().parseHex(hex)), OSAKA);
        runs.discover(pc);
        return runs.needs()[pc];
    }

    private static void assertRun(int gas, int need, int growth, int size, int run) {
        assertEquals(gas, Runs.gas(run));
        assertEquals(need * Instructions.LIMBS, Runs.need(run));
        assertEquals(growth * Instructions.LIMBS, Runs.growth(run));
        assertEquals(size, Runs.size(run));
    }

    @Test
    void sumsUpWhatItsOpcodesNeed() {
        // ADD, PUSH1, PUSH1, MUL, POP, POP, then STOP
        assertRun(3 + 3 + 3 + 5 + 2 + 2, 2, 1, 8, run("01 6001 6002 02 50 50 00".replace(" ", ""), 0));
        assertRun(3 + 5 + 2 + 2, 2, 1, 5, run("01 6001 6002 02 50 50 00".replace(" ", ""), 3));
        // ADD, ADD, ADD, PUSH1
        assertRun(3 + 3 + 3 + 3, 4, 0, 5, run("0101016001", 0));
    }

    @Test
    void isNoneWhereTheLoopKnowsNoOpcode() {
        assertEquals(Runs.NONE, run("54", 0)); // SLOAD
        assertEquals(Runs.NONE, run("5a", 0)); // GAS
        assertEquals(Runs.NONE, run("0c", 0)); // none at all
        assertEquals(Runs.NONE, run("60", 3)); // behind the end
    }

    @Test
    void endsBehindAJumpAndNotAtAJumpTarget() {
        assertRun(3 + 8, 0, 1, 3, run("6000565b50", 0));
        assertRun(3 + 1 + 10, 1, 1, 4, run("60005b575050", 0));
    }

    @Test
    void endsWhereItWouldNotFit() {
        assertRun(96, 0, 0, 96, run("5b".repeat(2000), 0));
        assertRun(24 * 10, 2, 1, 24 * 4, run("81025b5b".repeat(200), 0));
        assertRun(63 * 2, 0, 63, 63, run("5f".repeat(100), 0));
        assertRun(62 * 3, 63, 0, 62, run("01".repeat(100), 0));
    }

    @Test
    void anOpcodeThatAForkLacksIsNone() {
        var code = Code.of(HexFormat.of().parseHex("5f")); // PUSH0
        var before = Runs.of(code, Instructions.table(Fork.PARIS));
        assertFalse(before.discover(0));
        var after = Runs.of(code, Instructions.table(Fork.SHANGHAI));
        assertNotSame(before, after);
        assertTrue(after.discover(0));
        assertSame(after, Runs.of(code, Instructions.table(Fork.SHANGHAI)));
    }

    /** A price that takes more bits than it has would be another run's need: the dearest opcode, as often as a run has bytes. */
    @ParameterizedTest
    @EnumSource(Fork.class)
    void theDearestRunFits(Fork fork) {
        var shapes = Instructions.table(fork);
        for (var op = 0; op < 256; op++) {
            if (!HotLoop.knows(op) || !Instructions.isDefined(shapes[op])) continue;
            assertTrue(Instructions.gas(shapes[op]) * Runs.BYTES_MAX <= Runs.gas(-1), "opcode " + op);
        }
    }
}
