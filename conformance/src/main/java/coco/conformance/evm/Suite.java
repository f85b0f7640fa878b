package coco.conformance.evm;

import coco.conformance.CaseName;
import coco.conformance.Report;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;

/** One format of tests. Any thread may use it. */
interface Suite {
    /** Whether a test, one of those that a file has by name, is of this format. */
    boolean takes(JsonNode test);

    /** Runs those cases of the test that are wanted. */
    void run(String file, String name, JsonNode test, Predicate<CaseName> wanted, Report report);
}
