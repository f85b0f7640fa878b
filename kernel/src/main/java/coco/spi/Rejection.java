package coco.spi;

import coco.crypto.Bytes;

/**
 * A refused request: nothing of it was recorded.
 *
 * @param status the HTTP status that fits (400 to 503)
 * @param code the name that clients test on, such as {@code InvalidInput}
 * @param message one sentence for people; holds no private data of others
 * @param data what the protocol adds for its own gateway, often empty
 */
public record Rejection(int status, String code, String message, Bytes data) {
    public Rejection(int status, String code, String message) {
        this(status, code, message, Bytes.EMPTY);
    }
}
