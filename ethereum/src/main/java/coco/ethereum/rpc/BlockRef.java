package coco.ethereum.rpc;

import coco.evm.Hash;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A block as a caller names it: by tag, number, or an object of EIP-1898. */
sealed interface BlockRef {
    record Latest() implements BlockRef {}

    record Pending() implements BlockRef {}

    record ByNumber(long number) implements BlockRef {}

    record ByHash(Hash hash) implements BlockRef {}

    /** Reads a parameter; a missing one means the latest. What is committed is final: safe and finalized are the latest. */
    static BlockRef parse(int index, @Nullable JsonNode node) throws RpcException {
        var what = "invalid argument " + index;
        if (node == null) return new Latest();
        if (node.isObject()) return parseObject(what, node);
        if (!node.isString()) throw RpcException.params(what + ": not a block number, tag or hash");
        var text = node.stringValue();
        return switch (text) {
            case "latest", "safe", "finalized", "committed", "" -> new Latest();
            case "pending" -> new Pending();
            case "earliest" -> new ByNumber(0);
            default ->
                text.length() == 66
                        ? new ByHash(Params.hash(what, node))
                        : new ByNumber(Params.longQuantity(what, node));
        };
    }

    private static BlockRef parseObject(String what, JsonNode node) throws RpcException {
        var hash = node.get("blockHash");
        var number = node.get("blockNumber");
        if (hash != null && number != null)
            throw RpcException.params(
                    what + ": cannot specify both BlockHash and BlockNumber, choose one or the other");
        if (hash != null) return new ByHash(Params.hash(what, hash));
        if (number == null) throw RpcException.params(what + ": neither blockNumber nor blockHash");
        return parse(0, number);
    }
}
