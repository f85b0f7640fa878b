package coco.ethereum.chain;

import coco.evm.Address;
import coco.evm.Hash;
import coco.evm.U256;
import java.math.BigInteger;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The fields of one JSON object, read strictly: numbers are in range, and {@link #finish} refuses what nobody asked for. */
final class Fields {
    private final String path;
    private final JsonNode object;
    private final Set<String> known = new HashSet<>();

    Fields(String path, JsonNode object) throws GenesisException {
        if (!object.isObject()) throw new GenesisException(path + " is not an object");
        this.path = path;
        this.object = object;
    }

    /** The field, or null where it is missing or null. */
    @Nullable
    JsonNode node(String name) {
        known.add(name);
        var node = object.get(name);
        return node == null || node.isNull() ? null : node;
    }

    void ignore(String... names) {
        known.addAll(Set.of(names));
    }

    @Nullable
    Fields object(String name) throws GenesisException {
        var node = node(name);
        return node == null ? null : new Fields(path + "." + name, node);
    }

    /** A number in JSON, or text with decimal digits or 0x and hex digits. */
    @Nullable
    BigInteger number(String name) throws GenesisException {
        var node = node(name);
        if (node == null) return null;
        if (node.isIntegralNumber()) return checked(name, node.bigIntegerValue());
        if (!node.isString()) throw wrong(name, "is not a number");
        return checked(name, parse(name, node.stringValue()));
    }

    private BigInteger parse(String name, String text) throws GenesisException {
        try {
            var hex = text.startsWith("0x") || text.startsWith("0X");
            return hex ? new BigInteger(text.substring(2), 16) : new BigInteger(text);
        } catch (NumberFormatException e) {
            throw new GenesisException(path + "." + name + " is not a number: \"" + text + "\"", e);
        }
    }

    private BigInteger checked(String name, BigInteger number) throws GenesisException {
        if (number.signum() < 0 || number.bitLength() > 256) throw wrong(name, "does not fit into 256 bits");
        return number;
    }

    U256 u256(String name, U256 otherwise) throws GenesisException {
        var number = number(name);
        return number == null ? otherwise : U256.of(number);
    }

    /** A number below 2^63. */
    long longValue(String name, long otherwise) throws GenesisException {
        var number = number(name);
        if (number == null) return otherwise;
        if (number.bitLength() > 63) throw wrong(name, "is 2^63 or more");
        return number.longValue();
    }

    @Nullable
    Long optionalLong(String name) throws GenesisException {
        return node(name) == null ? null : Long.valueOf(longValue(name, 0));
    }

    boolean flag(String name) throws GenesisException {
        var node = node(name);
        if (node == null) return false;
        if (!node.isBoolean()) throw wrong(name, "is neither true nor false");
        return node.booleanValue();
    }

    @Nullable
    String text(String name) throws GenesisException {
        var node = node(name);
        if (node == null) return null;
        if (!node.isString()) throw wrong(name, "is not a text");
        return node.stringValue();
    }

    byte @Nullable [] bytes(String name) throws GenesisException {
        var text = text(name);
        if (text == null) return null;
        return hex(path + "." + name, text);
    }

    Hash hash(String name, Hash otherwise) throws GenesisException {
        var bytes = bytes(name);
        if (bytes == null) return otherwise;
        if (bytes.length != Hash.SIZE) throw wrong(name, "has not 32 bytes");
        return Hash.of(bytes);
    }

    Address address(String name, Address otherwise) throws GenesisException {
        var bytes = bytes(name);
        if (bytes == null) return otherwise;
        if (bytes.length != Address.SIZE) throw wrong(name, "has not 20 bytes");
        return Address.of(bytes);
    }

    Iterable<String> names() {
        return object.propertyNames();
    }

    void finish() throws GenesisException {
        for (var name : object.propertyNames())
            if (!known.contains(name)) throw new GenesisException(path + " has an unknown field: " + name);
    }

    GenesisException wrong(String name, String what) {
        return new GenesisException(path + "." + name + " " + what);
    }

    static byte[] hex(String path, String text) throws GenesisException {
        try {
            return HexFormat.of().parseHex(text.startsWith("0x") ? text.substring(2) : text);
        } catch (IllegalArgumentException e) {
            throw new GenesisException(path + " is not an even number of hex digits", e);
        }
    }
}
