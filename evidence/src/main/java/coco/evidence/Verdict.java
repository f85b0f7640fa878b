package coco.evidence;

import java.time.Instant;
import java.util.List;

/** Whether evidence is from a genuine TEE that runs approved code, bound to what was asked for, at one instant. */
public sealed interface Verdict {
    Claims claims();

    Tcb tcb();

    /**
     * It is.
     *
     * @param validUntil when it has to be verified again, with newer endorsements or newer evidence
     */
    record Accepted(Claims claims, Tcb tcb, Instant validUntil) implements Verdict {}

    /**
     * It is not.
     *
     * @param refusals all that was found, at least one; what is not genuine comes first
     * @param claims what was read; not to be trusted
     */
    record Refused(List<Refusal> refusals, Claims claims, Tcb tcb) implements Verdict {
        public Refused {
            refusals = List.copyOf(refusals);
            if (refusals.isEmpty()) throw new IllegalArgumentException("a refusal has a reason");
        }

        /** Whether {@code reason} is the only one. */
        public boolean isOnly(Reason reason) {
            return refusals.stream().allMatch(refusal -> refusal.reason() == reason);
        }
    }
}
