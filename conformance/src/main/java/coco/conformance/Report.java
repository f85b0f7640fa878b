package coco.conformance;

/** Hears what came of each case; called by any thread. */
@FunctionalInterface
public interface Report {
    void take(CaseName name, Verdict verdict);
}
