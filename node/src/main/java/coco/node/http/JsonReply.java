package coco.node.http;

import coco.crypto.Bytes;
import coco.ledger.TxId;
import coco.spi.Route.Reply;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Responses of the built-in routes. */
final class JsonReply {
    static final String TX_ID = "x-ms-ccf-transaction-id";
    private static final JsonMapper JSON = JsonMapper.shared();

    private JsonReply() {}

    /** @param read the last transaction that the answer takes into account; null where it comes from no ledger */
    static Reply of(JsonNode body, @Nullable TxId read) {
        var headers = new HashMap<>(Map.of("content-type", "application/json"));
        if (read != null) headers.put(TX_ID, read.toString());
        return new Reply(200, Map.copyOf(headers), Bytes.unsafeWrap(JSON.writeValueAsBytes(body)));
    }

    static Reply empty(int status) {
        return new Reply(status, Map.of(), Bytes.EMPTY);
    }

    static Reply refusal(int status, String code, String message) {
        return new Reply(status, Map.of("content-type", "application/json"), Refusal.error(code, message));
    }

    static Reply wrongParameter(String message) {
        return refusal(400, "InvalidQueryParameterValue", message);
    }
}
