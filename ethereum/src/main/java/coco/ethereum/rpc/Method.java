package coco.ethereum.rpc;

import coco.spi.Caller;
import tools.jackson.databind.JsonNode;

/** One JSON-RPC method. */
@FunctionalInterface
interface Method {
    /** The result; a null node where the object asked for does not exist. */
    JsonNode call(Caller caller, Params params) throws RpcException, InterruptedException;
}
