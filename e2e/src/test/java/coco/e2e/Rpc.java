package coco.e2e;

import java.io.IOException;
import tools.jackson.databind.JsonNode;

/** Calls of the Ethereum ledger's JSON-RPC at one node. */
final class Rpc {
    private Rpc() {}

    /** The result. @throws AssertionError where the answer is an error */
    static JsonNode result(Api api, String method, String parameters) throws IOException, InterruptedException {
        var answer = call(api, method, parameters);
        if (!answer.has("result")) throw new AssertionError(method + ": " + answer);
        return answer.path("result");
    }

    /** @param parameters as they stand between the brackets */
    static JsonNode call(Api api, String method, String parameters) throws IOException, InterruptedException {
        var body = """
                {"jsonrpc": "2.0", "id": 1, "method": "%s", "params": [%s]}""".formatted(method, parameters);
        return api.postJson("/ethereum", body).json();
    }

    static long number(Api api, String method, String parameters) throws IOException, InterruptedException {
        return Long.decode(result(api, method, parameters).asString("0x0"));
    }
}
