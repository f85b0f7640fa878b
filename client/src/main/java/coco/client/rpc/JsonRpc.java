package coco.client.rpc;

import coco.crypto.Bytes;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * An Ethereum endpoint: JSON-RPC 2.0 over HTTP, one call or a batch of them in one request. May be used by many threads; each call waits
 * on the caller's, so many at once want virtual ones.
 */
public final class JsonRpc {
    private static final JsonMapper JSON = JsonMapper.shared();

    private final HttpClient http;
    private final URI endpoint;
    private final Duration deadline;

    /** @param deadline for each request, batches included */
    public JsonRpc(HttpClient http, URI endpoint, Duration deadline) {
        this.http = http;
        this.endpoint = endpoint;
        this.deadline = deadline;
    }

    /** One call. A parameter is a text, a number, a boolean, or a {@link JsonNode}. */
    public record Call(String method, List<Object> parameters) {
        public Call {
            parameters = List.copyOf(parameters);
        }

        public static Call of(String method, Object... parameters) {
            return new Call(method, List.of(parameters));
        }
    }

    /** What came of one call of a batch. */
    public sealed interface Reply {
        record Result(JsonNode value) implements Reply {}

        record Failed(RpcException error) implements Reply {}

        /** The result; fails where there is none. */
        default JsonNode result() throws RpcException {
            return switch (this) {
                case Result(var value) -> value;
                case Failed(var error) -> throw error;
            };
        }
    }

    /** @throws RpcException where the endpoint refuses, or answers with something else */
    public JsonNode call(String method, Object... parameters) throws IOException, RpcException, InterruptedException {
        return reply(post(JSON.writeValueAsBytes(request(0, Call.of(method, parameters)))))
                .result();
    }

    /** All calls in one request; the replies in the order of the calls. */
    public List<Reply> batch(List<Call> calls) throws IOException, RpcException, InterruptedException {
        var requests = JSON.createArrayNode();
        for (var i = 0; i < calls.size(); i++) requests.add(request(i, calls.get(i)));
        var answer = post(JSON.writeValueAsBytes(requests));
        if (!answer.isArray() || answer.size() != calls.size()) {
            throw answer.isObject()
                    ? error(answer)
                    : new RpcException(0, answer.size() + " answers to " + calls.size() + " calls");
        }
        // JSON-RPC leaves the order of the answers to the server.
        var replies = new Reply[calls.size()];
        for (var one : answer) {
            var id = one.path("id").asInt(-1);
            if (id < 0 || id >= replies.length || replies[id] != null)
                throw new RpcException(0, "an answer with an id that nobody gave: " + one.path("id"));
            replies[id] = reply(one);
        }
        return List.of(replies);
    }

    private static ObjectNode request(int id, Call call) {
        var request =
                JSON.createObjectNode().put("jsonrpc", "2.0").put("id", id).put("method", call.method());
        var parameters = request.putArray("params");
        for (var parameter : call.parameters()) parameters.addPOJO(parameter);
        return request;
    }

    private JsonNode post(byte[] body) throws IOException, RpcException, InterruptedException {
        var request = HttpRequest.newBuilder(endpoint)
                .timeout(deadline)
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
        var response = http.send(request, BodyHandlers.ofByteArray());
        try {
            return JSON.readTree(response.body());
        } catch (JacksonException e) {
            throw new RpcException(0, "status " + response.statusCode() + ", and a body that is no JSON");
        }
    }

    private static Reply reply(JsonNode answer) {
        var result = answer.get("result");
        return result == null ? new Reply.Failed(error(answer)) : new Reply.Result(result);
    }

    private static RpcException error(JsonNode answer) {
        var error = answer.path("error");
        return new RpcException(
                error.path("code").asInt(0), error.path("message").asString("no answer of JSON-RPC"));
    }

    /** A byte string as JSON-RPC writes it. */
    public static String hex(Bytes bytes) {
        return "0x" + bytes.toHex();
    }

    /** A quantity as JSON-RPC writes it, at most 63 bits. */
    public static long quantity(JsonNode value) throws RpcException {
        try {
            return Long.parseLong(value.asString("").substring(2), 16);
        } catch (NumberFormatException | StringIndexOutOfBoundsException e) {
            throw new RpcException(0, "no quantity: " + value);
        }
    }
}
