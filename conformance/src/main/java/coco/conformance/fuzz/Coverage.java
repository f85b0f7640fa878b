package coco.conformance.fuzz;

import coco.evm.Fork;
import coco.evm.HaltReason;
import coco.evm.Tracer;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeSet;

/** Which opcodes ran under which fork, and where what halted or did not begin. One owner. */
final class Coverage {
    private static final int OPCODES = 256;
    private static final int DEPTH_MAX = 1024;
    private static final long[] NEVER = {};

    private final Map<Fork, Of> forks = new EnumMap<>(Fork.class);

    private static final class Of {
        long cases;
        final long[] steps = new long[OPCODES];
        final Map<HaltReason, long[]> halts = new EnumMap<>(HaltReason.class);

        /** At how many opcodes. */
        long kinds(HaltReason reason) {
            return Arrays.stream(halts.getOrDefault(reason, NEVER))
                    .filter(count -> count > 0)
                    .count();
        }
    }

    /** Counts one case of that fork. */
    Tracer tracer(Fork fork) {
        var of = forks.computeIfAbsent(fork, _ -> new Of());
        of.cases++;
        return new Tracer() {
            private final int[] last = new int[DEPTH_MAX + 2];

            @Override
            public void step(int depth, int pc, int opcode, long gas, long[] stack, int top) {
                last[depth] = opcode;
                of.steps[opcode]++;
            }

            @Override
            public void halted(int depth, HaltReason reason) {
                of.halts.computeIfAbsent(reason, _ -> new long[OPCODES])[last[depth]]++;
            }

            @Override
            public void refused(int depth, HaltReason reason) {
                halted(depth, reason);
            }
        };
    }

    void print(PrintWriter out) {
        out.printf(
                "%-18s %9s %14s %8s  %s%n",
                "fork", "cases", "opcodes run", "kinds", "halts and refusals: reason (opcodes at which)");
        forks.forEach((fork, of) -> {
            var steps = 0L;
            var kinds = 0;
            for (var count : of.steps) {
                steps += count;
                if (count > 0) kinds++;
            }
            out.printf("%-18s %9d %14d %8d  %s%n", fork, of.cases, steps, kinds, halts(of));
        });
        var pairs = 0L;
        for (var of : forks.values()) for (var reason : HaltReason.values()) pairs += of.kinds(reason);
        out.printf("opcode x halt reason x fork: %d seen%n", pairs);
        var never = new TreeSet<String>();
        for (var reason : HaltReason.values())
            if (forks.values().stream().allMatch(of -> of.kinds(reason) == 0)) never.add(reason.name());
        if (!never.isEmpty()) out.println("never seen: " + String.join(", ", never));
    }

    private static String halts(Of of) {
        var text = new StringBuilder();
        for (var reason : HaltReason.values()) {
            var kinds = of.kinds(reason);
            if (kinds > 0) text.append("%s (%d) ".formatted(reason.name(), kinds));
        }
        return text.toString();
    }
}
