package coco.evidence.dcap;

import coco.evidence.Evidence;
import coco.evidence.Octets;
import coco.evidence.TeeKind;

/** To be written. */
public record TdxQuote(Octets bytes) implements Evidence {
    @Override
    public TeeKind tee() {
        return TeeKind.TDX;
    }
}
