package coco.conformance.evm;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Prints what was measured, a case a line, and what all cases together say. Owner: the command. */
final class SpeedTable {
    private final PrintWriter out;
    private final List<String> machines;
    private final List<List<SpeedCost>> rows = new ArrayList<>();

    /** @param machines their names: the interpreter, the compiler, then others */
    SpeedTable(PrintWriter out, List<String> machines) {
        this.out = out;
        this.machines = machines;
    }

    void head() {
        out.printf("%-36s %12s", "case", "gas");
        for (var machine : machines) out.printf(" %13s", machine + " ns");
        out.print("  compiled Mgas/s  bytes of both");
        for (var other : others()) out.printf("  %s/i %s/c", other, other);
        out.println();
    }

    /** @param costs one a machine, in the order of the head */
    void row(String name, List<SpeedCost> costs) {
        rows.add(costs);
        SpeedCost interpreted = costs.get(0), compiled = costs.get(1);
        out.printf(Locale.ROOT, "%-36.36s %12d", name, interpreted.gas());
        for (var cost : costs) out.printf(Locale.ROOT, " %13.0f", cost.nanos());
        out.printf(Locale.ROOT, " %16.1f %7.0f %6.0f", compiled.megagas(), interpreted.bytes(), compiled.bytes());
        for (var other : costs.subList(2, costs.size())) {
            out.printf(
                    Locale.ROOT, " %6.2f %6.2f", other.nanos() / interpreted.nanos(), other.nanos() / compiled.nanos());
            if (other.gas() != interpreted.gas()) out.printf(" (ANOTHER GAS: %d)", other.gas());
        }
        out.println();
        out.flush();
    }

    /** How many times as long as each of ours the others take: in all, and in the geometric mean of the cases. */
    void sum() {
        if (rows.isEmpty()) return;
        out.printf(Locale.ROOT, "%-36s %12s", "all " + rows.size() + " cases", "");
        for (var i = 0; i < machines.size(); i++) out.printf(Locale.ROOT, " %13.0f", total(i));
        out.println();
        for (var other = 2; other < machines.size(); other++)
            out.printf(
                    Locale.ROOT,
                    "%s takes %.2f times as long as the interpreter in all, %.2f in the geometric mean; %.2f and %.2f times as long as compiled code%n",
                    machines.get(other),
                    total(other) / total(0),
                    mean(other, 0),
                    total(other) / total(1),
                    mean(other, 1));
        out.flush();
    }

    private List<String> others() {
        return machines.subList(2, machines.size());
    }

    private double total(int machine) {
        return rows.stream().mapToDouble(row -> row.get(machine).nanos()).sum();
    }

    private double mean(int other, int ours) {
        var logs = rows.stream()
                .mapToDouble(
                        row -> Math.log(row.get(other).nanos() / row.get(ours).nanos()));
        return Math.exp(logs.average().orElseThrow());
    }
}
