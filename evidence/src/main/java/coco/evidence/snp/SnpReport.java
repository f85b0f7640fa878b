package coco.evidence.snp;

import coco.evidence.Evidence;
import coco.evidence.Octets;
import coco.evidence.TeeKind;

/** To be written. */
public record SnpReport(Octets bytes) implements Evidence {
    @Override
    public TeeKind tee() {
        return TeeKind.SNP;
    }
}
