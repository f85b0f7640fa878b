package coco.ethereum.rpc;

import coco.evm.Address;
import coco.evm.Fork;
import coco.evm.Hash;
import coco.evm.Message;
import coco.evm.U256;
import coco.evm.chain.AccessEntry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The transaction object of eth_call and eth_estimateGas.
 *
 * @param gas null where none is given, as with the other numbers
 */
@SuppressWarnings("ArrayRecordComponent") // data is read in place
record CallArguments(
        Address from,
        @Nullable Address to,
        @Nullable Long gas,
        @Nullable U256 maxFee,
        @Nullable U256 maxPriorityFee,
        U256 value,
        byte[] data,
        long nonce,
        @Nullable List<AccessEntry> accessList) {
    static CallArguments parse(JsonNode node) throws RpcException {
        if (!node.isObject()) throw RpcException.params("invalid argument 0: not a transaction object");
        var price = number(node, "gasPrice");
        var maxFee = number(node, "maxFeePerGas");
        var tip = number(node, "maxPriorityFeePerGas");
        if (price != null && (maxFee != null || tip != null))
            throw RpcException.server("both gasPrice and (maxFeePerGas or maxPriorityFeePerGas) specified");
        var gas = number(node, "gas");
        var value = number(node, "value");
        var nonce = number(node, "nonce");
        return new CallArguments(
                address(node, "from", Address.ZERO),
                node.hasNonNull("to") ? Params.address("invalid argument 0", node.get("to")) : null,
                gas == null ? null : gas.fitsLong() ? gas.limb0() : Long.MAX_VALUE,
                price != null ? price : maxFee != null ? maxFee : tip,
                price != null ? price : tip,
                value == null ? U256.ZERO : value,
                data(node),
                nonce == null ? 0 : nonce.limb0(),
                node.hasNonNull("accessList") ? accessList(node.get("accessList")) : null);
    }

    private static Address address(JsonNode node, String name, Address otherwise) throws RpcException {
        return node.hasNonNull(name) ? Params.address("invalid argument 0", node.get(name)) : otherwise;
    }

    private static @Nullable U256 number(JsonNode node, String name) throws RpcException {
        return node.hasNonNull(name) ? Params.u256("invalid argument 0", node.get(name)) : null;
    }

    private static byte[] data(JsonNode node) throws RpcException {
        var data = node.hasNonNull("data") ? Params.bytes("invalid argument 0", node.get("data")) : null;
        var input = node.hasNonNull("input") ? Params.bytes("invalid argument 0", node.get("input")) : null;
        if (data != null && input != null && !Arrays.equals(data, input))
            throw RpcException.server("both \"data\" and \"input\" are set and not equal");
        return input != null ? input : data != null ? data : new byte[0];
    }

    private static List<AccessEntry> accessList(JsonNode node) throws RpcException {
        var entries = new ArrayList<AccessEntry>();
        for (var entry : node) {
            var slots = new ArrayList<Hash>();
            var keys = entry.get("storageKeys");
            if (keys != null) for (var key : keys) slots.add(Params.hash("invalid argument 0", key));
            var address = entry.get("address");
            if (address == null) throw RpcException.params("invalid argument 0: access list entry without address");
            entries.add(new AccessEntry(Params.address("invalid argument 0", address), slots));
        }
        return entries;
    }

    /** As the EVM takes it, with this gas limit. */
    Message message(Fork fork, long gasLimit) {
        var fee = maxFee == null ? U256.ZERO : maxFee;
        var list = accessList == null ? List.<AccessEntry>of() : accessList;
        var type = fork.isAtLeast(Fork.LONDON)
                ? Message.DYNAMIC_FEE
                : list.isEmpty() ? Message.LEGACY : Message.ACCESS_LIST;
        return new Message(
                type,
                from,
                nonce,
                gasLimit,
                fee,
                maxPriorityFee == null ? U256.ZERO : maxPriorityFee,
                to,
                value,
                data,
                list,
                U256.ZERO,
                List.of(),
                List.of());
    }
}
