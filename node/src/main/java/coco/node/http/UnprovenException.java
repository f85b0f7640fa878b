package coco.node.http;

/** Credentials that prove no caller; the message may be shown to the client. */
public final class UnprovenException extends Exception {
    private static final long serialVersionUID = 1;

    UnprovenException(String message) {
        super(message);
    }

    UnprovenException(String message, Throwable cause) {
        super(message, cause);
    }

    String text() {
        var message = getMessage();
        return message == null ? "not proven" : message;
    }
}
