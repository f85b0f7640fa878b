package coco.evidence.dcap;

import coco.evidence.Examination;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * Several of a kind were carried beside the evidence, and one has to do: an older statement beside a newer one, or the
 * certificates of other platforms, are no reason to refuse.
 */
final class Candidates {
    /** So many are looked at; more would let whoever sends them choose how long an answer takes. */
    static final int TRIED_MAX = 8;

    private Candidates() {}

    /** The first of which {@code check} finds nothing wrong at {@code at}; the first of all where there is none such. */
    static <T> Optional<T> choose(List<T> candidates, Instant at, BiConsumer<T, Examination> check) {
        if (candidates.size() < 2) return candidates.stream().findFirst();
        for (var candidate : candidates.subList(0, Math.min(TRIED_MAX, candidates.size()))) {
            var trial = new Examination(at);
            check.accept(candidate, trial);
            if (trial.isClean()) return Optional.of(candidate);
        }
        return Optional.of(candidates.getFirst());
    }
}
