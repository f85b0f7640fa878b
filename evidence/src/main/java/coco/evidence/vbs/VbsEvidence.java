package coco.evidence.vbs;

import coco.evidence.Evidence;
import coco.evidence.MalformedException;
import coco.evidence.Octets;
import coco.evidence.TeeKind;
import java.util.Optional;

/**
 * A report of a Windows enclave, and what vouches for the key that signed it: either a health certificate for that key,
 * which comes as an endorsement, or a proof of the boot that made the key.
 *
 * @param boot where it is there, it alone counts; where not, a health certificate is looked for
 */
public record VbsEvidence(VbsReport report, Optional<BootProof> boot) implements Evidence {
    /** Reads a report package, to be vouched for by a health certificate. */
    public static VbsEvidence parse(Octets bytes) throws MalformedException {
        return new VbsEvidence(VbsReport.parse(bytes), Optional.empty());
    }

    public VbsEvidence with(BootProof proof) {
        return new VbsEvidence(report, Optional.of(proof));
    }

    @Override
    public TeeKind tee() {
        return TeeKind.VBS;
    }
}
