package coco.evidence;

import java.time.Instant;
import java.util.List;

/**
 * What the verification of evidence found, before any policy.
 *
 * @param refusals why it is not genuine; none where it is
 * @param validUntil the earliest end of what it rests on: certificates, revocation lists, statements of the vendor; the
 *     finding does not hold after it
 */
public record Findings(Claims claims, Tcb tcb, List<Refusal> refusals, Instant validUntil) {
    public Findings {
        refusals = List.copyOf(refusals);
    }
}
