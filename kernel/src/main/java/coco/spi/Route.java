package coco.spi;

import coco.crypto.Bytes;
import java.util.Map;

/**
 * One way in over HTTP.
 *
 * @param method the HTTP method in capitals
 * @param path the path; a trailing {@code *} matches the rest of it
 * @param handler runs on a virtual thread of its own and may block
 */
public record Route(String method, String path, Handler handler) {
    /** Answers one request; a refusal is an answer too. */
    @FunctionalInterface
    public interface Handler {
        Reply handle(Call call) throws InterruptedException;
    }

    /**
     * A request as the gateway admitted it: size and time are bounded, the caller is proven.
     *
     * @param path decoded path without the query
     * @param query decoded query parameters; the first of each name
     * @param headers by lower-case name; the first of each
     */
    public record Call(
            Caller caller,
            String method,
            String path,
            Map<String, String> query,
            Map<String, String> headers,
            Bytes body) {}

    /** A response: status, headers beside those the gateway adds, body. */
    public record Reply(int status, Map<String, String> headers, Bytes body) {
        public static Reply of(int status, String contentType, Bytes body) {
            return new Reply(status, Map.of("content-type", contentType), body);
        }
    }
}
