package coco.evidence.snp;

import coco.evidence.Case;
import coco.evidence.Claims;
import coco.evidence.Findings;
import coco.evidence.Octets;
import coco.evidence.Reason;
import coco.evidence.Tcb;
import java.util.LinkedHashMap;

/** To be written. */
public final class SnpVerification {
    private SnpVerification() {}

    public static Findings examine(SnpReport evidence, Case about) {
        about.examination().refuse(Reason.UNSUPPORTED, "not verified yet");
        var claims = Claims.of(evidence.tee(), new LinkedHashMap<>(), Octets.EMPTY);
        return about.examination().findings(claims, Tcb.UNKNOWN);
    }
}
