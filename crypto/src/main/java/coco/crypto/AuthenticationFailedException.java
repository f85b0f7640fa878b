package coco.crypto;

/** Sealed bytes that this key, nonce and context did not seal, or that were changed since. */
public final class AuthenticationFailedException extends Exception {
    private static final long serialVersionUID = 1;

    public AuthenticationFailedException(String message) {
        super(message);
    }

    public AuthenticationFailedException(String message, Throwable cause) {
        super(message, cause);
    }
}
