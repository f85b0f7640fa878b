package coco.evidence.software;

import coco.evidence.Evidence;
import coco.evidence.Octets;
import coco.evidence.TeeKind;

/** To be written. */
public record SoftwareEvidence(Octets bytes) implements Evidence {
    @Override
    public TeeKind tee() {
        return TeeKind.SOFTWARE;
    }
}
