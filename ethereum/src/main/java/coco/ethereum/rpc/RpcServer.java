package coco.ethereum.rpc;

import coco.crypto.Bytes;
import coco.ethereum.EthereumSettings;
import coco.spi.Caller;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;

/** JSON-RPC 2.0 over bodies: single requests, batches, notifications; bounded in size, number and depth. */
final class RpcServer {
    private final Map<String, Method> methods;
    private final EthereumSettings settings;
    private final JsonMapper json;
    private final Ahead ahead;

    RpcServer(Map<String, Method> methods, Ahead ahead, EthereumSettings settings) {
        this.ahead = ahead;
        this.methods = Map.copyOf(methods);
        this.settings = settings;
        this.json = Json.mapper(settings.depthMax());
    }

    /** The response's body; empty where there is nothing to say to notifications. */
    Bytes serve(Caller caller, Bytes body) throws InterruptedException {
        JsonNode response;
        try {
            response = respond(caller, body);
        } catch (RpcException e) {
            response = error(NullNode.instance, e);
        }
        return response == null ? Bytes.EMPTY : Bytes.unsafeWrap(json.writeValueAsBytes(response));
    }

    private @Nullable JsonNode respond(Caller caller, Bytes body) throws RpcException, InterruptedException {
        if (body.size() > settings.bodyBytesMax())
            throw new RpcException(RpcException.INVALID_REQUEST, "request body too large");
        var root = parse(body);
        if (!root.isArray()) return one(caller, root);
        if (root.isEmpty()) throw new RpcException(RpcException.INVALID_REQUEST, "empty batch");
        if (root.size() > settings.batchMax()) throw new RpcException(RpcException.INVALID_REQUEST, "batch too large");
        var decoded = ahead.decode(root);
        try {
            return all(caller, root);
        } finally {
            ahead.forget(decoded);
        }
    }

    private @Nullable JsonNode all(Caller caller, JsonNode batch) throws InterruptedException {
        var responses = Json.array();
        for (var request : batch) {
            var response = one(caller, request);
            if (response != null) responses.add(response);
        }
        return responses.isEmpty() ? null : responses;
    }

    private JsonNode parse(Bytes body) throws RpcException {
        try {
            var root = json.readTree(body.unsafeArray());
            if (root == null || root.isMissingNode()) throw new RpcException(RpcException.PARSE, "parse error");
            return root;
        } catch (JacksonException e) {
            throw new RpcException(RpcException.PARSE, "parse error");
        }
    }

    private @Nullable JsonNode one(Caller caller, JsonNode request) throws InterruptedException {
        var id = id(request);
        try {
            if (id == null) throw new RpcException(RpcException.INVALID_REQUEST, "invalid request");
            var result = call(caller, request);
            if (id.isMissingNode()) return null;
            var response = Json.object().put("jsonrpc", "2.0");
            response.set("id", id);
            response.set("result", result);
            return response;
        } catch (RpcException e) {
            if (id != null && id.isMissingNode() && e.code() != RpcException.INVALID_REQUEST) return null;
            return error(id == null || id.isMissingNode() ? NullNode.instance : id, e);
        }
    }

    /** The request's id, a missing node for a notification, null where it is none. */
    private static @Nullable JsonNode id(JsonNode request) {
        if (!request.isObject()) return null;
        var id = request.get("id");
        if (id == null) return MissingNode.getInstance();
        return id.isString() || id.isNumber() || id.isNull() ? id : null;
    }

    private JsonNode call(Caller caller, JsonNode request) throws RpcException, InterruptedException {
        var version = request.get("jsonrpc");
        var name = request.get("method");
        if (version == null || !version.isString() || !version.stringValue().equals("2.0"))
            throw new RpcException(RpcException.INVALID_REQUEST, "invalid request");
        if (name == null || !name.isString()) throw new RpcException(RpcException.INVALID_REQUEST, "invalid request");
        var method = methods.get(name.stringValue());
        if (method == null)
            throw new RpcException(
                    RpcException.METHOD_NOT_FOUND,
                    "the method %s does not exist/is not available".formatted(name.stringValue()));
        var params = request.get("params");
        if (params == null || params.isNull()) params = Json.array();
        if (!params.isArray()) throw RpcException.params("non-array args");
        return method.call(caller, new Params(params));
    }

    private static ObjectNode error(JsonNode id, RpcException e) {
        var response = Json.object().put("jsonrpc", "2.0");
        response.set("id", id);
        var error = response.putObject("error").put("code", e.code()).put("message", e.text());
        if (e.data() != null) error.put("data", e.data());
        return response;
    }
}
