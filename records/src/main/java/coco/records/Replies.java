package coco.records;

import coco.crypto.Bytes;
import coco.ledger.TxId;
import coco.spi.Route.Reply;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** Builds responses: CCF's header for transaction ids, and refusals in the shape of OData ({@code {"error":{"code","message"}}}). */
final class Replies {
    static final JsonMapper JSON = JsonMapper.shared();

    private static final String TX_ID = "x-ms-ccf-transaction-id";
    private static final String CONTENT_TYPE = "content-type";

    private Replies() {}

    static Reply empty(int status, TxId txId) {
        return new Reply(status, Map.of(TX_ID, txId.toString()), Bytes.EMPTY);
    }

    static Reply json(int status, TxId txId, Bytes json) {
        return new Reply(status, Map.of(TX_ID, txId.toString(), CONTENT_TYPE, "application/json"), json);
    }

    /** A record's bytes as they are, named text where they are UTF-8. */
    static Reply content(TxId txId, Bytes content) {
        var type = isText(content) ? "text/plain; charset=utf-8" : "application/octet-stream";
        return new Reply(200, Map.of(TX_ID, txId.toString(), CONTENT_TYPE, type), content);
    }

    static Reply refusal(RefusedException refused) {
        var body = JSON.createObjectNode();
        body.putObject("error").put("code", refused.code()).put("message", refused.text());
        var headers = refused.status() == 503
                ? Map.of(CONTENT_TYPE, "application/json", "retry-after", "1")
                : Map.of(CONTENT_TYPE, "application/json");
        return new Reply(refused.status(), headers, Bytes.unsafeWrap(JSON.writeValueAsBytes(body)));
    }

    static boolean isText(Bytes content) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(content.unsafeArray()))
                    .chars()
                    .noneMatch(c -> Character.isISOControl(c) && !Character.isWhitespace(c));
        } catch (CharacterCodingException _) {
            // Not UTF-8: the question was only whether it is.
            return false;
        }
    }
}
