package coco.evidence;

/**
 * Bytes that are not what they ought to be. The reason is {@link Reason#MALFORMED}, {@link Reason#UNKNOWN_VERSION} or {@link
 * Reason#UNSUPPORTED}.
 */
public final class MalformedException extends Exception {
    private static final long serialVersionUID = 1;

    private final Reason reason;

    public MalformedException(String message) {
        this(Reason.MALFORMED, message);
    }

    public MalformedException(String message, Throwable cause) {
        super(message, cause);
        this.reason = Reason.MALFORMED;
    }

    public MalformedException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }

    /** The same as a value. */
    public Refusal refusal() {
        return new Refusal(reason, String.valueOf(getMessage()));
    }
}
