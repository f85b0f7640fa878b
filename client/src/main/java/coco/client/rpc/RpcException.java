package coco.client.rpc;

/** The endpoint answered with an error, or with something that is no answer. */
public final class RpcException extends Exception {
    private static final long serialVersionUID = 1;

    private final int code;

    RpcException(int code, String message) {
        super(message);
        this.code = code;
    }

    /** JSON-RPC's error code; 0 where the answer was none of JSON-RPC. */
    public int code() {
        return code;
    }
}
