package coco.conformance.evm;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Prints what was measured, a case a line, and what all cases together say. Owner: the command. */
final class SpeedTable {
    private final PrintWriter out;
    private final List<String> machines;
    private final List<List<Speed>> rows = new ArrayList<>();
    private int failures;

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

    /**
     * @param interpreted by our interpreter
     * @param compiled by our compiler
     * @param others one a machine, in the order of the head
     */
    void row(String name, Speed.Cost interpreted, Speed.Cost compiled, List<Speed> others) {
        var speeds = new ArrayList<Speed>(List.of(interpreted, compiled));
        speeds.addAll(others);
        rows.add(speeds);
        out.printf(Locale.ROOT, "%-36.36s %12d", name, interpreted.gas());
        for (var speed : speeds) {
            switch (speed) {
                case Speed.Cost cost -> out.printf(Locale.ROOT, " %13.0f", cost.nanos());
                case Speed.Failed failed -> out.printf(" %13s", "failed");
            }
        }
        out.printf(Locale.ROOT, " %16.1f %7.0f %6.0f", compiled.megagas(), interpreted.bytes(), compiled.bytes());
        for (var other : others) compare(other, interpreted, compiled);
        out.println();
        for (var i = 0; i < others.size(); i++) if (others.get(i) instanceof Speed.Failed failed) tell(i, failed);
        out.flush();
    }

    private void compare(Speed speed, Speed.Cost interpreted, Speed.Cost compiled) {
        if (!(speed instanceof Speed.Cost other)) {
            out.printf(" %6s %6s", "-", "-");
            return;
        }
        out.printf(Locale.ROOT, " %6.2f %6.2f", other.nanos() / interpreted.nanos(), other.nanos() / compiled.nanos());
        if (other.gas() != interpreted.gas()) out.printf(" (ANOTHER GAS: %d)", other.gas());
    }

    private void tell(int other, Speed.Failed failed) {
        failures++;
        out.println("    " + others().get(other) + ": " + failed.reason());
    }

    /** How often another machine did not execute a case. */
    int failures() {
        return failures;
    }

    /** How many times as long as each of ours the others take, in the cases that they executed: in all, and in the geometric mean. */
    void sum() {
        if (rows.isEmpty()) return;
        out.printf(Locale.ROOT, "%-36s %12s", "all " + rows.size() + " cases", "");
        for (var machine = 0; machine < machines.size(); machine++)
            out.printf(Locale.ROOT, " %13.0f", total(machine, machine));
        out.println();
        for (var other = 2; other < machines.size(); other++) sum(other);
        out.flush();
    }

    private void sum(int other) {
        var cases = rowsOf(other).size();
        if (cases == 0) return;
        out.printf(
                Locale.ROOT,
                "%s takes %.2f times as long as the interpreter in all, %.2f in the geometric mean; %.2f and %.2f times as long as compiled code%s%n",
                machines.get(other),
                total(other, other) / total(0, other),
                mean(other, 0),
                total(other, other) / total(1, other),
                mean(other, 1),
                cases == rows.size() ? "" : " (in " + cases + " of " + rows.size() + " cases)");
    }

    private List<String> others() {
        return machines.subList(2, machines.size());
    }

    /** The cases that a machine executed. */
    private List<List<Speed>> rowsOf(int machine) {
        return rows.stream()
                .filter(row -> row.get(machine) instanceof Speed.Cost)
                .toList();
    }

    private static double nanos(List<Speed> row, int machine) {
        return row.get(machine) instanceof Speed.Cost cost ? cost.nanos() : Double.NaN;
    }

    /** Of one machine, in the cases that another executed. */
    private double total(int machine, int executedBy) {
        return rowsOf(executedBy).stream()
                .mapToDouble(row -> nanos(row, machine))
                .sum();
    }

    private double mean(int other, int ours) {
        var logs = rowsOf(other).stream().mapToDouble(row -> Math.log(nanos(row, other) / nanos(row, ours)));
        return Math.exp(logs.average().orElseThrow());
    }
}
