package coco.evm.machine;

import coco.evm.Fork;
import coco.evm.Op;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What each opcode costs before it looks at its operands, how many words it pops and pushes, and since when it exists.
 *
 * <p>The machine reads it as one long an opcode: gas in the low 32 bits, then 16 bits for the least and 16 bits for the
 * greatest position of the stack (in limbs) at which the opcode may run.
 */
public final class Instructions {
    public static final int LIMBS = 4;
    public static final int STACK_LIMBS_MAX = 1024 * LIMBS;

    /** Admits nothing: the least position is beyond the greatest. */
    private static final long UNDEFINED = (long) Short.MAX_VALUE << 32;

    /** "opcode pops pushes gas", all but the range opcodes, in the order of the forks that brought them. */
    private static final String[] SINCE_FRONTIER = {
        "00 0 0 0",
        "01 2 1 3",
        "02 2 1 5",
        "03 2 1 3",
        "04 2 1 5",
        "05 2 1 5",
        "06 2 1 5",
        "07 2 1 5",
        "08 3 1 8",
        "09 3 1 8",
        "0a 2 1 10",
        "0b 2 1 5",
        "10 2 1 3",
        "11 2 1 3",
        "12 2 1 3",
        "13 2 1 3",
        "14 2 1 3",
        "15 1 1 3",
        "16 2 1 3",
        "17 2 1 3",
        "18 2 1 3",
        "19 1 1 3",
        "1a 2 1 3",
        "20 2 1 30",
        "30 0 1 2",
        "31 1 1 20",
        "32 0 1 2",
        "33 0 1 2",
        "34 0 1 2",
        "35 1 1 3",
        "36 0 1 2",
        "37 3 0 3",
        "38 0 1 2",
        "39 3 0 3",
        "3a 0 1 2",
        "3b 1 1 20",
        "3c 4 0 20",
        "40 1 1 20",
        "41 0 1 2",
        "42 0 1 2",
        "43 0 1 2",
        "44 0 1 2",
        "45 0 1 2",
        "50 1 0 2",
        "51 1 1 3",
        "52 2 0 3",
        "53 2 0 3",
        "54 1 1 50",
        "55 2 0 0",
        "56 1 0 8",
        "57 2 0 10",
        "58 0 1 2",
        "59 0 1 2",
        "5a 0 1 2",
        "5b 0 0 1",
        "a0 2 0 375",
        "a1 3 0 750",
        "a2 4 0 1125",
        "a3 5 0 1500",
        "a4 6 0 1875",
        "f0 3 1 32000",
        "f1 7 1 40",
        "f2 7 1 40",
        "f3 2 0 0",
        "ff 1 0 0",
    };

    /** Later opcodes, and new prices of old ones. */
    private record Change(Fork fork, List<String> rows) {
        Change(Fork fork, String... rows) {
            this(fork, List.of(rows));
        }
    }

    private static final Change[] CHANGES = {
        new Change(Fork.HOMESTEAD, "f4 6 1 40"),
        new Change(
                Fork.TANGERINE_WHISTLE,
                "31 1 1 400",
                "3b 1 1 700",
                "3c 4 0 700",
                "54 1 1 200",
                "f1 7 1 700",
                "f2 7 1 700",
                "f4 6 1 700",
                "ff 1 0 5000"),
        new Change(Fork.BYZANTIUM, "3d 0 1 2", "3e 3 0 3", "fa 6 1 700", "fd 2 0 0"),
        new Change(Fork.CONSTANTINOPLE, "1b 2 1 3", "1c 2 1 3", "1d 2 1 3", "3f 1 1 400", "f5 4 1 32000"),
        new Change(Fork.ISTANBUL, "31 1 1 700", "3f 1 1 700", "46 0 1 2", "47 0 1 5", "54 1 1 800"),
        new Change(
                Fork.BERLIN,
                "31 1 1 100",
                "3b 1 1 100",
                "3c 4 0 100",
                "3f 1 1 100",
                "54 1 1 100",
                "f1 7 1 100",
                "f2 7 1 100",
                "f4 6 1 100",
                "fa 6 1 100"),
        new Change(Fork.LONDON, "48 0 1 2"),
        new Change(Fork.SHANGHAI, "5f 0 1 2"),
        new Change(Fork.CANCUN, "49 1 1 3", "4a 0 1 2", "5c 1 1 100", "5d 2 0 100", "5e 3 0 3"),
        new Change(Fork.OSAKA, "1e 1 1 5"),
        // The opcodes of EIP-8024 reach as deep as their immediate says: that they check themselves.
        new Change(Fork.AMSTERDAM, "4b 0 1 2", "e6 0 1 3", "e7 0 0 3", "e8 0 0 3", "f0 3 1 9000", "f5 4 1 9000"),
    };

    /** Pushes less pops, by opcode; no fork has changed them. */
    private static final byte[] DELTAS = deltas();

    private static final Map<Fork, long[]> TABLES = tables();

    private Instructions() {}

    /** The table of a fork, by opcode; only read. */
    public static long[] table(Fork fork) {
        return Objects.requireNonNull(TABLES.get(fork));
    }

    private static Map<Fork, long[]> tables() {
        var tables = new EnumMap<Fork, long[]>(Fork.class);
        for (var fork : Fork.values()) tables.put(fork, make(fork));
        return tables;
    }

    private static long[] make(Fork fork) {
        var table = new long[256];
        Arrays.fill(table, UNDEFINED);
        for (var row : SINCE_FRONTIER) put(table, row);
        for (var n = 1; n <= 32; n++) put(table, Op.PUSH0 + n, 0, 1, 3);
        for (var n = 1; n <= 16; n++) put(table, Op.DUP1 + n - 1, n, n + 1, 3);
        for (var n = 1; n <= 16; n++) put(table, Op.SWAP1 + n - 1, n + 1, n + 1, 3);
        for (var change : CHANGES) if (fork.isAtLeast(change.fork)) for (var row : change.rows) put(table, row);
        return table;
    }

    private static void put(long[] table, String row) {
        var words = row.split(" ", -1);
        put(
                table,
                Integer.parseInt(words[0], 16),
                Integer.parseInt(words[1]),
                Integer.parseInt(words[2]),
                Integer.parseInt(words[3]));
    }

    private static void put(long[] table, int op, int pops, int pushes, int gas) {
        var growth = Math.max(0, pushes - pops);
        table[op] = gas | (long) pops * LIMBS << 32 | (long) (STACK_LIMBS_MAX - growth * LIMBS) << 48;
    }

    private static byte[] deltas() {
        var deltas = new byte[256];
        for (var row : SINCE_FRONTIER) putDelta(deltas, row);
        for (var change : CHANGES) for (var row : change.rows) putDelta(deltas, row);
        Arrays.fill(deltas, Op.PUSH1, Op.SWAP1, (byte) 1);
        return deltas;
    }

    private static void putDelta(byte[] deltas, String row) {
        var words = row.split(" ", -1);
        deltas[Integer.parseInt(words[0], 16)] = (byte) (Integer.parseInt(words[2]) - Integer.parseInt(words[1]));
    }

    /** Words by which an opcode makes the stack higher; less than zero for lower. */
    public static int delta(int op) {
        return DELTAS[op];
    }

    public static boolean isDefined(long shape) {
        return shape != UNDEFINED;
    }

    public static int gas(long shape) {
        return (int) shape;
    }

    public static int least(long shape) {
        return (int) (shape >>> 32) & 0xffff;
    }

    public static int greatest(long shape) {
        return (int) (shape >>> 48);
    }
}
