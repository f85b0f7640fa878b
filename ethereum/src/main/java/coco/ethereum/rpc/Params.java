package coco.ethereum.rpc;

import coco.evm.Address;
import coco.evm.Hash;
import coco.evm.U256;
import java.math.BigInteger;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The parameters of one call, read strictly; errors are worded as geth does. */
final class Params {
    private final JsonNode array;

    /** @param array an array, or a missing node for none */
    Params(JsonNode array) {
        this.array = array;
    }

    int size() {
        return array.size();
    }

    /** Refuses parameters beyond these. */
    void atMost(int max) throws RpcException {
        if (array.size() > max) throw RpcException.params("too many arguments, want at most " + max);
    }

    @Nullable
    JsonNode node(int index) {
        var node = array.get(index);
        return node == null || node.isNull() ? null : node;
    }

    JsonNode must(int index) throws RpcException {
        var node = node(index);
        if (node == null) throw RpcException.params("missing value for required argument " + index);
        return node;
    }

    Address address(int index) throws RpcException {
        return address("invalid argument " + index, must(index));
    }

    Hash hash(int index) throws RpcException {
        return hash("invalid argument " + index, must(index));
    }

    byte[] bytes(int index) throws RpcException {
        return bytes("invalid argument " + index, must(index));
    }

    long quantity(int index) throws RpcException {
        return longQuantity("invalid argument " + index, must(index));
    }

    boolean flag(int index, boolean otherwise) throws RpcException {
        var node = node(index);
        if (node == null) return otherwise;
        if (!node.isBoolean())
            throw RpcException.params("invalid argument " + index + ": json: cannot unmarshal into a bool");
        return node.booleanValue();
    }

    static Address address(String what, JsonNode node) throws RpcException {
        var bytes = bytes(what, node);
        if (bytes.length != Address.SIZE)
            throw RpcException.params(
                    "%s: hex string has length %d, want 40 for common.Address".formatted(what, 2 * bytes.length));
        return Address.of(bytes);
    }

    static Hash hash(String what, JsonNode node) throws RpcException {
        var bytes = bytes(what, node);
        if (bytes.length != Hash.SIZE)
            throw RpcException.params(
                    "%s: hex string has length %d, want 64 for common.Hash".formatted(what, 2 * bytes.length));
        return Hash.unsafeWrap(bytes);
    }

    static byte[] bytes(String what, JsonNode node) throws RpcException {
        var digits = digits(what, node);
        if (digits.length() % 2 != 0) throw RpcException.params(what + ": hex string of odd length");
        try {
            return HexFormat.of().parseHex(digits);
        } catch (IllegalArgumentException e) {
            throw RpcException.params(what + ": invalid hex string");
        }
    }

    static U256 u256(String what, JsonNode node) throws RpcException {
        var digits = digits(what, node);
        if (digits.isEmpty()) throw RpcException.params(what + ": hex string \"0x\"");
        if (digits.length() > 1 && digits.charAt(0) == '0')
            throw RpcException.params(what + ": hex number with leading zero digits");
        if (digits.length() > 64) throw RpcException.params(what + ": hex number > 256 bits");
        try {
            if (digits.charAt(0) == '-' || digits.charAt(0) == '+') throw new NumberFormatException("signed");
            return U256.of(new BigInteger(digits, 16));
        } catch (NumberFormatException e) {
            throw RpcException.params(what + ": invalid hex string");
        }
    }

    /** A quantity below 2^63. */
    static long longQuantity(String what, JsonNode node) throws RpcException {
        var value = u256(what, node);
        if (!value.fitsLong()) throw RpcException.params(what + ": hex number > 64 bits");
        return value.limb0();
    }

    private static String digits(String what, JsonNode node) throws RpcException {
        if (!node.isString()) throw RpcException.params(what + ": json: cannot unmarshal non-string");
        var text = node.stringValue();
        if (text.isEmpty()) throw RpcException.params(what + ": empty hex string");
        if (!text.startsWith("0x") && !text.startsWith("0X"))
            throw RpcException.params(what + ": hex string without 0x prefix");
        return text.substring(2);
    }
}
