package coco.e2e;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

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

    /** One method for many parameters in one request; the results in their order, or a missing node where there is none. */
    static List<JsonNode> results(Api api, String method, Collection<String> parameters)
            throws IOException, InterruptedException {
        var calls = new ArrayList<String>();
        for (var one : parameters)
            calls.add("{\"jsonrpc\": \"2.0\", \"id\": %d, \"method\": \"%s\", \"params\": [%s]}"
                    .formatted(calls.size(), method, one));
        var results = new JsonNode[calls.size()];
        Arrays.fill(results, MissingNode.getInstance());
        for (var answer : api.postJson("/ethereum", calls.toString()).json())
            results[answer.path("id").asInt()] = answer.path("result");
        return List.of(results);
    }

    static long number(Api api, String method, String parameters) throws IOException, InterruptedException {
        return Long.decode(result(api, method, parameters).asString("0x0"));
    }
}
