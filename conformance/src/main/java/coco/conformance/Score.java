package coco.conformance;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Counts cases by group, prints the first failures, and now and then how far it is. Any thread. */
public final class Score implements Report {
    private static final long TELL_EVERY_NANOS = 10_000_000_000L;

    private final Map<String, Count> groups = new TreeMap<>();
    private final PrintWriter out;
    private final PrintWriter progress;
    private int failuresToShow;
    private long told = System.nanoTime();

    /** How many cases ended how. */
    public record Count(int passed, int failed, int skipped) {
        static final Count NONE = new Count(0, 0, 0);

        Count plus(Count other) {
            return new Count(passed + other.passed, failed + other.failed, skipped + other.skipped);
        }

        @Override
        public String toString() {
            return "%d passed, %d failed, %d skipped".formatted(passed, failed, skipped);
        }
    }

    public Score(PrintWriter out, PrintWriter progress, int failuresToShow) {
        this.out = out;
        this.progress = progress;
        this.failuresToShow = failuresToShow;
    }

    @Override
    public synchronized void take(CaseName name, Verdict verdict) {
        groups.merge(name.group(), count(name, verdict), Count::plus);
        var now = System.nanoTime();
        if (now - told < TELL_EVERY_NANOS) return;
        told = now;
        progress.println("so far: " + all());
        progress.flush();
    }

    private Count count(CaseName name, Verdict verdict) {
        return switch (verdict) {
            case Verdict.Passed _ -> new Count(1, 0, 0);
            case Verdict.Skipped _ -> new Count(0, 0, 1);
            case Verdict.Failed(var reasons) -> {
                if (failuresToShow-- > 0) out.println("FAILED " + name + "\n    " + String.join("\n    ", reasons));
                yield new Count(0, 1, 0);
            }
        };
    }

    public synchronized Count all() {
        return groups.values().stream().reduce(Count.NONE, Count::plus);
    }

    /** By group, and the sum in the last line. */
    public synchronized void print() {
        groups.forEach((group, count) -> out.printf(Locale.ROOT, "%-28s %s%n", group, count));
        out.println(all());
        out.flush();
    }
}
