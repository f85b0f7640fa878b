package coco.evidence.nitro;

import coco.evidence.Evidence;
import coco.evidence.Octets;
import coco.evidence.TeeKind;

/** To be written. */
public record NitroDocument(Octets bytes) implements Evidence {
    @Override
    public TeeKind tee() {
        return TeeKind.NITRO;
    }
}
