package coco.evidence.software;

import coco.evidence.Case;
import coco.evidence.Claims;
import coco.evidence.Findings;
import coco.evidence.Octets;
import coco.evidence.Reason;
import coco.evidence.Tcb;
import java.util.LinkedHashMap;

/** To be written. */
public final class SoftwareVerification {
    private SoftwareVerification() {}

    public static Findings examine(SoftwareEvidence evidence, Case about) {
        about.examination().refuse(Reason.UNSUPPORTED, "not verified yet");
        var claims = Claims.of(evidence.tee(), new LinkedHashMap<>(), Octets.EMPTY);
        return about.examination().findings(claims, Tcb.UNKNOWN);
    }
}
