package coco.conformance.fuzz;

import coco.evm.Fork;
import java.util.ArrayList;
import java.util.List;

/** Which opcodes of some shapes a fork has (Yellow Paper appendix H, and the EIPs that added to it). */
record Opcodes(
        List<Integer> sources, List<Integer> unary, List<Integer> binary, List<Integer> ternary, List<Integer> calls) {
    private record Since(Fork fork, List<Integer> opcodes) {}

    private static final List<Since> SOURCES = List.of(
            new Since(
                    Fork.FRONTIER,
                    List.of(
                            0x30, 0x32, 0x33, 0x34, 0x36, 0x38, 0x3a, 0x41, 0x42, 0x43, 0x44, 0x45, 0x58, 0x59, 0x5a,
                            0x59, 0x5a)),
            new Since(Fork.BYZANTIUM, List.of(0x3d, 0x3d)),
            new Since(Fork.ISTANBUL, List.of(0x46, 0x47, 0x47)),
            new Since(Fork.LONDON, List.of(0x48)),
            new Since(Fork.SHANGHAI, List.of(0x5f)),
            new Since(Fork.CANCUN, List.of(0x4a)));

    private static final List<Since> UNARY = List.of(
            new Since(Fork.FRONTIER, List.of(0x15, 0x19, 0x35, 0x40)),
            new Since(Fork.CANCUN, List.of(0x49)),
            new Since(Fork.OSAKA, List.of(0x1e, 0x1e)));

    private static final List<Since> BINARY = List.of(
            new Since(
                    Fork.FRONTIER,
                    List.of(
                            0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x07, 0x0a, 0x0b, 0x10, 0x11, 0x12, 0x13, 0x14, 0x16,
                            0x17, 0x18, 0x1a)),
            new Since(Fork.CONSTANTINOPLE, List.of(0x1b, 0x1c, 0x1d)));

    private static final List<Since> CALLS = List.of(
            new Since(Fork.FRONTIER, List.of(0xf1, 0xf1, 0xf2)),
            new Since(Fork.HOMESTEAD, List.of(0xf4, 0xf4)),
            new Since(Fork.BYZANTIUM, List.of(0xfa, 0xfa)));

    Opcodes {
        sources = List.copyOf(sources);
        unary = List.copyOf(unary);
        binary = List.copyOf(binary);
        ternary = List.copyOf(ternary);
        calls = List.copyOf(calls);
    }

    static Opcodes of(Fork fork) {
        return new Opcodes(
                since(SOURCES, fork), since(UNARY, fork), since(BINARY, fork), List.of(0x08, 0x09), since(CALLS, fork));
    }

    private static List<Integer> since(List<Since> all, Fork fork) {
        var opcodes = new ArrayList<Integer>();
        for (var one : all) if (fork.isAtLeast(one.fork)) opcodes.addAll(one.opcodes);
        return opcodes;
    }
}
