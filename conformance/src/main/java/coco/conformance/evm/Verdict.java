package coco.evm.conformance;

import java.util.List;

/** What came of one post case. */
public sealed interface Verdict {
    /** @param gasUsed zero where the transaction was refused, as it should be */
    record Passed(long gasUsed) implements Verdict {}

    /** @param reasons the first differences, one a line */
    record Failed(List<String> reasons) implements Verdict {}

    record Skipped(String reason) implements Verdict {}
}
