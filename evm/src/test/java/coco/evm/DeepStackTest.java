package coco.evm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import coco.evm.machine.DeepStack;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** DUPN, SWAPN and EXCHANGE (EIP-8024), in both tiers. */
class DeepStackTest {
    private static final byte[] NOTHING = {};
    private static final int STACK_MAX = 1024;

    private final Tiers tiers = new Tiers(Fork.AMSTERDAM);

    /** As the EIP encodes them. */
    @Test
    void everyDepthHasItsImmediate() {
        for (var n = 17; n <= 235; n++) assertEquals(n, DeepStack.single((n + 111) % 256));
        for (var x = 91; x < 128; x++) assertEquals(0, DeepStack.single(x));
        var pairs = new HashSet<Integer>();
        for (var n = 1; n <= 14; n++)
            for (var m = n + 1; n + m <= 30; m++) {
                var k = m <= 16 ? 16 * (n - 1) + m - 1 : 16 * (29 - m) + n - 1;
                assertEquals(n, DeepStack.upper(k ^ 143), n + " and " + m);
                assertEquals(m, DeepStack.lower(k ^ 143), n + " and " + m);
                pairs.add(k ^ 143);
            }
        for (var x = 0; x < 256; x++) {
            if (x > 81 && x < 128) assertEquals(0, DeepStack.upper(x) + DeepStack.lower(x));
            else assertEquals(true, pairs.contains(x), "an immediate that nothing encodes to: " + x);
        }
    }

    /** So many words, the n-th from below is n; then the code, and the top is returned. */
    private static byte[] program(int words, String code) {
        var hex = new StringBuilder();
        for (var i = 1; i <= words; i++) hex.append("61%04x".formatted(i));
        return HexFormat.of().parseHex(hex + code + "5f5260205ff3");
    }

    private U256 top(int words, String code) {
        var end = tiers.agree(program(words, code), NOTHING, 200_000);
        return U256.ofBytes(assertInstanceOf(Outcome.Success.class, end).output());
    }

    @Test
    void wordsAreFound() {
        // DUPN 17 and 235.
        assertEquals(U256.of(2), top(18, "e680"));
        assertEquals(U256.ONE, top(235, "e65a"));
        // SWAPN 17: the top and the 18th from above.
        assertEquals(U256.ONE, top(18, "e780"));
        assertEquals(U256.of(18), top(18, "e780" + "50".repeat(17)));
        // EXCHANGE 2 3 (n 1, m 2): the immediate is 1 ^ 143.
        assertEquals(U256.of(3), top(3, "e88e"));
        assertEquals(U256.ONE, top(3, "e88e50"));
        assertEquals(U256.of(2), top(3, "e88e5050"));
        // EXCHANGE 2 30 (n 1, m 29): 0 ^ 143.
        assertEquals(U256.ONE, top(30, "e88f50"));
    }

    @Test
    void whatIsNotThereHalts() {
        for (var op : List.of("e680", "e780", "e88e", "e88f"))
            for (var words = 0; words < 31; words++) tiers.agree(program(words, op), NOTHING, 200_000);
        assertEquals(HaltReason.STACK_UNDERFLOW, halt(program(16, "e680")));
        assertEquals(HaltReason.STACK_UNDERFLOW, halt(program(17, "e780")));
        assertEquals(HaltReason.STACK_UNDERFLOW, halt(program(2, "e88e")));
        assertEquals(HaltReason.STACK_OVERFLOW, halt(program(STACK_MAX, "e680")));
        assertEquals(
                HaltReason.STACK_OVERFLOW, halt(program(STACK_MAX, "e65b")), "even if the immediate means nothing");
    }

    private HaltReason halt(byte[] code) {
        return assertInstanceOf(Outcome.Halt.class, tiers.agree(code, NOTHING, 200_000))
                .reason();
    }

    @Test
    void immediatesThatMayBeInOldCodeHalt() {
        for (var op : List.of("e6", "e7", "e8"))
            for (var x = 0; x < 256; x++) {
                var code = program(240, op + "%02x".formatted(x));
                var isNone = x < 128 && x > (op.equals("e8") ? 81 : 90);
                if (isNone) assertEquals(HaltReason.INVALID_OPCODE, halt(code));
                else assertInstanceOf(Outcome.Success.class, tiers.agree(code, NOTHING, 200_000));
            }
    }

    @Test
    void theByteBehindStaysAJumpTarget() {
        // A jump over DUPN's opcode to the 5b behind it.
        var code = HexFormat.of().parseHex("600456" + "e65b" + "60075f5260205ff3");
        var end = assertInstanceOf(Outcome.Success.class, tiers.agree(code, NOTHING, 100_000));
        assertEquals(U256.of(7), U256.ofBytes(end.output()));
    }

    @Test
    void behindTheEndTheImmediateIsZero() {
        // Which is DUPN 145, and then it stops.
        var words = HexFormat.of().parseHex("5f".repeat(145) + "e6");
        assertInstanceOf(Outcome.Success.class, tiers.agree(words, NOTHING, 100_000));
        assertEquals(HaltReason.STACK_UNDERFLOW, halt(HexFormat.of().parseHex("5f".repeat(144) + "e6")));
    }

    @Test
    void beforeAmsterdamTheyAreNone() {
        var osaka = new Tiers(Fork.OSAKA);
        for (var op : List.of("e680", "e780", "e88e", "4b"))
            assertEquals(
                    HaltReason.INVALID_OPCODE,
                    assertInstanceOf(Outcome.Halt.class, osaka.agree(program(20, op), NOTHING, 100_000))
                            .reason());
    }

    /** Far down at once, over and over: a path of compiled code ends before it reaches too far. */
    @Test
    void manyDeepOnesInARow() {
        for (var op : List.of("e75a", "e88f", "e65a50"))
            for (var words : List.of(240, 700, 1000))
                tiers.agree(program(words, (op + "50").repeat(words)), NOTHING, 2_000_000);
        // Behind a jump target nothing is known of the stack, until here it is used 900 words below that.
        for (var op : List.of("e65a", "e75a", "e88f"))
            assertEquals(
                    HaltReason.STACK_UNDERFLOW,
                    halt(HexFormat.of().parseHex("6003565b" + "50".repeat(900) + op + "00")));
    }
}
