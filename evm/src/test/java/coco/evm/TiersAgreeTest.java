package coco.evm;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Programs end the same in the interpreter, in compiled code, and where the two take turns. */
class TiersAgreeTest {
    private static final int PROGRAMS = 500;
    private static final int STACK_MAX = 1024;
    private static final byte[] NOTHING = {};

    @Test
    void onRandomProgramsOfAmsterdam() {
        onRandomPrograms(Fork.AMSTERDAM, 5);
    }

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

    /** Arithmetic of words at the edges of their limbs, each as a constant, as four unknown limbs, and as one that is known to be small. */
    @Test
    void onTheEdgesOfLimbs() {
        var tiers = new Tiers(Fork.OSAKA);
        for (var op : HexFormat.of().parseHex("0102030405060708090b101112131415161718191a1b1c1d1e"))
            for (var first : Form.values())
                for (var second : Form.values()) {
                    var end = tiers.agree(edges(op, first, second), NOTHING, 10_000_000);
                    assertInstanceOf(Outcome.Success.class, end);
                }
    }

    /** How a word comes onto the stack. */
    private enum Form {
        CONSTANT,
        /** By way of the memory: all four limbs are unknown. */
        WIDE,
        /** The same, and cut to its lowest limb. */
        NARROW
    }

    /** Of the operations that have not two. */
    private static final Map<Integer, Integer> OPERANDS = Map.of(0x08, 3, 0x09, 3, 0x15, 1, 0x19, 1, 0x1e, 1);

    private static final List<String> EDGES = List.of(
            "00",
            "01",
            "07",
            "08",
            "1f",
            "20",
            "3f",
            "40",
            "ff",
            "7fffffffffffffff",
            "8000000000000000",
            "ffffffffffffffff",
            "010000000000000000",
            "ffffffffffffffffffffffffffffffff",
            "ffffffffffffffff0000000000000001",
            "80" + "00".repeat(31),
            "7f" + "ff".repeat(31),
            "ff".repeat(32),
            "ff".repeat(31) + "80");

    /** The operation on each two of them, the results one behind the other in memory, which is returned. */
    private static byte[] edges(byte op, Form first, Form second) {
        var code = new StringBuilder();
        var at = 64;
        for (var a : EDGES)
            for (var b : EDGES) {
                // A modulus for the operations that have one.
                word(code, "ffffffffffffffffff", Form.CONSTANT);
                word(code, b, second);
                word(code, a, first);
                code.append("%02x61%04x52".formatted(op, at));
                code.append("50".repeat(3 - OPERANDS.getOrDefault((int) op, 2)));
                at += 32;
            }
        return HexFormat.of().parseHex(code.append("61%04x5ff3".formatted(at)));
    }

    private static void word(StringBuilder code, String hex, Form form) {
        code.append("%02x%s".formatted(0x5f + hex.length() / 2, hex));
        if (form != Form.CONSTANT) code.append("5f525f51");
        if (form == Form.NARROW) code.append("67ffffffffffffffff16");
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
