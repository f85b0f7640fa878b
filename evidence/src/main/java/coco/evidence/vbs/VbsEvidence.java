package coco.evidence.vbs;

import coco.evidence.Evidence;
import coco.evidence.Octets;
import coco.evidence.TeeKind;

/** To be written. */
public record VbsEvidence(Octets bytes) implements Evidence {
    @Override
    public TeeKind tee() {
        return TeeKind.VBS;
    }
}
