package coco.evidence.cca;

import coco.evidence.Evidence;
import coco.evidence.Octets;
import coco.evidence.TeeKind;

/** To be written. */
public record CcaToken(Octets bytes) implements Evidence {
    @Override
    public TeeKind tee() {
        return TeeKind.CCA;
    }
}
