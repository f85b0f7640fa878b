package coco.attestation;

import coco.crypto.Bytes;
import coco.crypto.Digest;
import java.util.Set;

/**
 * Which evidence is good enough: the TEE manifest and the code manifest (SPEC N2).
 *
 * @param kinds allowed kinds of TEE
 * @param measurements allowed measurements of code
 */
public record Policy(Set<String> kinds, Set<Digest> measurements) {
    public Policy {
        kinds = Set.copyOf(kinds);
        measurements = Set.copyOf(measurements);
    }

    /** Whether the manifests allow what the evidence is of; whether it is genuine was found out before. */
    public boolean allows(Evidence evidence) {
        return kinds.contains(evidence.kind()) && measurements.contains(evidence.measurement());
    }

    /** Judges {@code evidence} that has to be bound to {@code reportData}. */
    public Verdict judge(Evidence evidence, Bytes reportData) {
        if (!kinds.contains(evidence.kind()))
            return new Verdict.Refused("the TEE manifest does not allow " + evidence.kind());
        if (!measurements.contains(evidence.measurement())) {
            return new Verdict.Refused("the code manifest does not hold measurement " + evidence.measurement());
        }
        if (!evidence.reportData().equals(reportData))
            return new Verdict.Refused("the evidence is bound to something else");
        return new Verdict.Accepted(evidence);
    }
}
