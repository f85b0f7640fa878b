package coco.ethereum.rpc;

import coco.evm.U256;
import java.util.HexFormat;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The forms of values in Ethereum's JSON-RPC (EIP-1474). */
final class Json {
    private static final HexFormat HEX = HexFormat.of();

    private Json() {}

    /** A mapper that refuses what is not plain JSON, and what is nested too deep. */
    static JsonMapper mapper(int depthMax) {
        var factory = JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(depthMax)
                        .maxNumberLength(100)
                        .build())
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .build();
        return JsonMapper.builder(factory)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .build();
    }

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    static ArrayNode array() {
        return JsonNodeFactory.instance.arrayNode();
    }

    /** 0x and hex digits without leading zeros; the argument is unsigned. */
    static String quantity(long unsigned) {
        return "0x" + Long.toHexString(unsigned);
    }

    static String quantity(U256 value) {
        return value.fitsLong() ? quantity(value.limb0()) : value.toHex();
    }

    /** 0x and two hex digits a byte. */
    static String data(byte[] bytes) {
        return "0x" + HEX.formatHex(bytes);
    }
}
