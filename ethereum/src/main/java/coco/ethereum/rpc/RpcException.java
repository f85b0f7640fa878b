package coco.ethereum.rpc;

import org.jspecify.annotations.Nullable;

/** An error of JSON-RPC 2.0: code, text and data (hex) as the response has them. */
final class RpcException extends Exception {
    private static final long serialVersionUID = 1;

    static final int PARSE = -32700;
    static final int INVALID_REQUEST = -32600;
    static final int METHOD_NOT_FOUND = -32601;
    static final int INVALID_PARAMS = -32602;
    static final int INTERNAL = -32603;
    static final int SERVER = -32000;
    static final int UNAVAILABLE = -32002;
    static final int LIMIT = -32005;
    static final int REVERTED = 3;

    private final int code;
    private final @Nullable String data;

    RpcException(int code, String message) {
        this(code, message, null);
    }

    RpcException(int code, String message, @Nullable String data) {
        super(message, null, false, false);
        this.code = code;
        this.data = data;
    }

    static RpcException params(String message) {
        return new RpcException(INVALID_PARAMS, message);
    }

    static RpcException server(String message) {
        return new RpcException(SERVER, message);
    }

    int code() {
        return code;
    }

    String text() {
        var message = getMessage();
        return message == null ? "" : message;
    }

    @Nullable
    String data() {
        return data;
    }
}
