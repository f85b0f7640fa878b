package coco.records;

import coco.spi.Rejection;

/** A request that gets a refusal for an answer; thrown only between a handler and its own edge. */
final class RefusedException extends Exception {
    private static final long serialVersionUID = 1;

    private final int status;
    private final String code;

    RefusedException(int status, String code, String message) {
        super(message);
        this.status = status;
        this.code = code;
    }

    RefusedException(int status, String code, String message, Throwable cause) {
        super(message, cause);
        this.status = status;
        this.code = code;
    }

    RefusedException(Rejection rejection) {
        this(rejection.status(), rejection.code(), rejection.message());
    }

    int status() {
        return status;
    }

    String code() {
        return code;
    }

    String text() {
        var message = getMessage();
        return message == null ? code : message;
    }
}
