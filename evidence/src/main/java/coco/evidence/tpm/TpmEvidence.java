package coco.evidence.tpm;

import coco.evidence.Evidence;
import coco.evidence.TeeKind;

/** A quote of a machine's TPM and the key that signed it. */
public record TpmEvidence(TpmQuote quote, AttestationKey key) implements Evidence {
    @Override
    public TeeKind tee() {
        return TeeKind.TPM;
    }
}
