package coco.conformance.evm;

import coco.evm.Address;
import coco.evm.Hash;
import coco.evm.U256;
import java.util.HexFormat;
import tools.jackson.databind.JsonNode;

/** Hexadecimal strings of the tests as values. */
final class Values {
    private Values() {}

    static U256 number(JsonNode node) {
        return U256.ofHex(node.asString());
    }

    static Address address(JsonNode node) {
        return Address.ofHex(node.asString());
    }

    static Address address(String text) {
        return Address.ofHex(text);
    }

    static Hash hash(JsonNode node) {
        return Hash.ofHex(node.asString());
    }

    static byte[] bytes(JsonNode node) {
        var text = node.asString();
        return HexFormat.of().parseHex(text.startsWith("0x") ? text.substring(2) : text);
    }
}
