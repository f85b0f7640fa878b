package coco.crypto;

/** Bytes from outside that are not what they claim to be: wrong length, wrong form, not canonical. */
public class MalformedException extends Exception {
    private static final long serialVersionUID = 1;

    public MalformedException(String message) {
        super(message);
    }

    public MalformedException(String message, Throwable cause) {
        super(message, cause);
    }
}
