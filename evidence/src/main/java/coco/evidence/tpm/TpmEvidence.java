package coco.evidence.tpm;

import coco.evidence.Evidence;
import coco.evidence.Octets;
import coco.evidence.TeeKind;

/** To be written. */
public record TpmEvidence(Octets bytes) implements Evidence {
    @Override
    public TeeKind tee() {
        return TeeKind.TPM;
    }
}
