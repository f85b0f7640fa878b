package coco.node.http;

import coco.crypto.Bytes;
import coco.spi.Route.Reply;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** What the gateway itself refuses, with the names that clients of CCF test on. */
enum Refusal {
    MALFORMED(400, "InvalidInput", "The request cannot be read."),
    UNPROVEN(401, "InvalidAuthenticationInfo", "The caller is not known here."),
    FOREIGN_PAGE(403, "AuthorizationFailed", "Pages of this origin may not call."),
    NOT_FOUND(404, "ResourceNotFound", "There is nothing at this path."),
    OTHER_METHOD(405, "UnsupportedHttpVerb", "There is nothing at this path for this method."),
    TOO_SLOW(408, "RequestTimeout", "The request did not arrive in time."),
    BODY_TOO_LARGE(413, "RequestBodyTooLarge", "The body is too large."),
    LINE_TOO_LONG(414, "RequestHeaderTooLarge", "The request line is too long."),
    HEADER_TOO_LARGE(431, "RequestHeaderTooLarge", "The headers are too large."),
    BROKEN(500, "InternalError", "The node failed to answer."),
    BUSY(503, "TooManyPendingTransactions", "Too much is in progress; ask again later."),
    STOPPING(503, "NodeCannotHandleRequest", "The node is about to stop; ask another."),
    NOT_IN_TIME(504, "RequestTimeout", "There was no answer in time.");

    private static final JsonMapper JSON = JsonMapper.shared();

    private final int status;
    private final String code;
    private final String message;

    Refusal(int status, String code, String message) {
        this.status = status;
        this.code = code;
        this.message = message;
    }

    int status() {
        return status;
    }

    Reply reply() {
        return reply(message, null, null);
    }

    Reply reply(String text) {
        return reply(text, null, null);
    }

    Reply with(String header, String value) {
        return reply(message, header, value);
    }

    Reply reply(String text, @Nullable String header, @Nullable String value) {
        var headers = new HashMap<>(Map.of("content-type", "application/json"));
        if (status == 503) headers.put("retry-after", "1");
        if (header != null && value != null) headers.put(header, value);
        return new Reply(status, Map.copyOf(headers), error(code, text));
    }

    /** The shape of OData: {@code {"error":{"code","message"}}}. */
    static Bytes error(String code, String message) {
        var body = JSON.createObjectNode();
        body.putObject("error").put("code", code).put("message", message);
        return Bytes.unsafeWrap(JSON.writeValueAsBytes(body));
    }
}
