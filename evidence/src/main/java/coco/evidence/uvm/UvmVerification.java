package coco.evidence.uvm;

import coco.evidence.Case;
import coco.evidence.Octets;
import coco.evidence.Reason;
import java.util.Optional;

/** To be written. */
public final class UvmVerification {
    private UvmVerification() {}

    /** The verified claims; none where something is wrong, which is then noted. */
    public static Optional<UvmClaims> verify(Octets message, Case about) {
        about.examination().refuse(Reason.UNSUPPORTED, "not verified yet");
        return Optional.empty();
    }
}
