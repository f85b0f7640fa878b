package coco.conformance;

import java.util.List;

/** What came of one case. */
public sealed interface Verdict {
    /** @param gasUsed where the case has to do with gas, else zero */
    record Passed(long gasUsed) implements Verdict {}

    /** @param reasons the first differences, one a line, with what was found and what was expected */
    record Failed(List<String> reasons) implements Verdict {
        public Failed {
            reasons = List.copyOf(reasons);
        }

        public static Failed of(String reason) {
            return new Failed(List.of(reason));
        }
    }

    record Skipped(String reason) implements Verdict {}
}
