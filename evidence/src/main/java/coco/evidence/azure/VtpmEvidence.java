package coco.evidence.azure;

import coco.evidence.Evidence;
import coco.evidence.Octets;
import coco.evidence.TeeKind;

/** To be written. */
public record VtpmEvidence(Octets bytes) implements Evidence {
    @Override
    public TeeKind tee() {
        return TeeKind.AZURE_SNP;
    }
}
