package coco.attestation.attester;

import java.io.IOException;

/** No evidence. The message names the file or device that was asked. */
public final class AttesterException extends IOException {
    private static final long serialVersionUID = 1;

    private final Reason reason;

    /** Why there is none. */
    public enum Reason {
        /** What would be asked is not there. */
        ABSENT,
        /** The kernel or the device was asked, and said no. */
        REFUSED,
        /** The answer is not of its format. */
        MALFORMED,
        /** The answer is longer than any that is right. */
        TOO_LARGE,
        /** What was asked changed while it was read, each time. */
        CHANGED,
        /** The answer is of a kind that is not supported. */
        UNSUPPORTED
    }

    public AttesterException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public AttesterException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }

    /** What a format's reader says of {@code what}. */
    static AttesterException malformed(String what, Exception cause) {
        return new AttesterException(Reason.MALFORMED, what + ": " + cause.getMessage(), cause);
    }
}
