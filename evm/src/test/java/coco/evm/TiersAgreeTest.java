package coco.evm;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Programs end the same in the interpreter, in compiled code, and where the two take turns. */
class TiersAgreeTest {
    private static final int PROGRAMS = 500;
    private static final int STACK_MAX = 1024;
    private static final byte[] NOTHING = {};

    @Test
    void onRandomProgramsOfOsaka() {
        onRandomPrograms(Fork.OSAKA, 1);
    }

    @Test
    void onRandomProgramsOfPrague() {
        onRandomPrograms(Fork.PRAGUE, 2);
    }

    @Test
    void onRandomProgramsOfLondon() {
        onRandomPrograms(Fork.LONDON, 3);
    }

    @Test
    void onRandomProgramsOfFrontier() {
        onRandomPrograms(Fork.FRONTIER, 4);
    }

    private static void onRandomPrograms(Fork fork, long seed) {
        var tiers = new Tiers(fork);
        var random = new SplittableRandom(seed);
        var good = 0;
        for (var i = 0; i < PROGRAMS; i++) {
            byte[] first = RandomProgram.make(random, fork), second = RandomProgram.make(random, fork);
            var gas = 30_000 + random.nextLong(random.nextInt(3) == 0 ? 60_000 : 1_000_000);
            if (tiers.agree(first, second, gas) instanceof Outcome.Success) good++;
        }
        assertTrue(good > PROGRAMS / 6, "too few programs end well: " + good);
        assertTrue(good < PROGRAMS * 9 / 10, "too few programs end badly: " + good);
        assertTrue(tiers.share() > 0.5, () -> "share of gas in compiled code: " + tiers.share());
    }

    /** Too few words, just enough, and more. */
    @Test
    void onEveryOpcodeAtLowHeights() {
        var tiers = new Tiers(Fork.OSAKA);
        for (var op = 0; op < 256; op++)
            for (var height : List.of(0, 1, 2, 3, 4, 5, 6, 7, 15, 16, 17)) {
                var code = pushes(height, op);
                tiers.agree(code, NOTHING, 100_000);
                // Once more behind a jump target, where nothing is known of the stack.
                var behind = new byte[code.length + 4];
                behind[0] = 0x60;
                behind[1] = 3;
                behind[2] = 0x56;
                behind[3] = 0x5b;
                System.arraycopy(code, 0, behind, 4, code.length);
                tiers.agree(behind, NOTHING, 100_000);
            }
    }

    @Test
    void onEveryOpcodeAtTheLimitOfTheStack() {
        var tiers = new Tiers(Fork.OSAKA);
        for (var op = 0; op < 256; op++)
            for (var height = STACK_MAX - 1; height <= STACK_MAX; height++)
                tiers.agree(pushes(height, op), NOTHING, 100_000);
    }

    private static byte[] pushes(int height, int op) {
        var code = new byte[height + 2];
        Arrays.fill(code, 0, height, (byte) 0x36);
        code[height] = (byte) op;
        return code;
    }

    /** What is alone in noticing the gas, each followed by opcodes that share a charge: 30 times PUSH0 POP. */
    @Test
    void whereverTheGasRunsOut() {
        // The last fork without a floor for the price of call data: with one, so little gas is refused.
        var tiers = new Tiers(Fork.CANCUN);
        var rest = "5f50".repeat(30) + "00";
        // SSTORE of what is there already; it asks for more than 2300.
        atEveryGas(tiers, "604d600155" + rest, 2100, 2500);
        // RETURNDATACOPY out of bounds.
        atEveryGas(tiers, "60015f5f3e" + rest, 0, 200);
        // A jump to nowhere, and to a number that the call's data says.
        atEveryGas(tiers, "5f50600156" + rest, 0, 200);
        atEveryGas(tiers, "365f503656" + rest, 0, 200);
        // MLOAD far out, then a static violation's kin: a jump to nowhere.
        atEveryGas(tiers, "612000515060ff56" + rest, 600, 1000);
        // GAS stored and returned; CALL of nobody with all gas; KECCAK256; LOG1; TSTORE; EXP.
        atEveryGas(tiers, "5a5f52" + "5f50".repeat(10) + "60205ff3", 0, 100);
        atEveryGas(tiers, "5f5f5f5f5f6109995af15f5260205ff3", 2500, 2800);
        atEveryGas(tiers, "6020602020" + rest, 0, 250);
        atEveryGas(tiers, "600160205fa1" + rest, 700, 1300);
        atEveryGas(tiers, "600160015d" + rest, 0, 300);
        atEveryGas(tiers, "61ffff36365b0a50" + rest, 0, 300);
    }

    private static void atEveryGas(Tiers tiers, String hex, int from, int to) {
        var code = HexFormat.of().parseHex(hex);
        for (var gas = from; gas <= to; gas++) tiers.agree(code, NOTHING, Tiers.INTRINSIC_GAS + gas);
    }
}
