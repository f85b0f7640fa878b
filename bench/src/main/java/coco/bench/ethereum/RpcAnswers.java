package coco.bench.ethereum;

import coco.evm.Hash;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.json.JsonMapper;

/** Reads answers of JSON-RPC while a load runs: only what is needed, without building trees. */
final class RpcAnswers {
    private static final JsonMapper JSON = JsonMapper.shared();

    private RpcAnswers() {}

    /**
     * One call that was refused.
     *
     * @param id the call's place in its request
     */
    record Refused(int id, String text) {}

    /** The hashes of a block's transactions, or null where there is no such block. */
    static @Nullable List<Hash> block(byte[] body) {
        try (var parser = JSON.createParser(body)) {
            for (var token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token != JsonToken.PROPERTY_NAME || !parser.currentName().equals("transactions")) continue;
                if (parser.nextToken() == JsonToken.START_ARRAY) return hashes(parser);
            }
            return null;
        }
    }

    private static List<Hash> hashes(JsonParser parser) {
        var hashes = new ArrayList<Hash>();
        while (parser.nextToken() == JsonToken.VALUE_STRING) hashes.add(Hash.ofHex(parser.getString()));
        return hashes;
    }

    /** The calls of a request that were refused; one answer, or an array of them. */
    static List<Refused> refused(byte[] body) {
        if (!mentionsError(body)) return List.of();
        var refused = new ArrayList<Refused>();
        var tree = JSON.readTree(body);
        for (var one : tree.isArray() ? tree : JSON.createArrayNode().add(tree)) {
            var error = one.path("error");
            if (error.isObject())
                refused.add(new Refused(
                        one.path("id").asInt(-1), error.path("message").asString("")));
        }
        return refused;
    }

    /** Nearly all answers are a list of hashes; only others are worth a closer look. */
    private static boolean mentionsError(byte[] body) {
        for (var i = 0; i + 7 <= body.length; i++) {
            if (body[i] == '"' && body[i + 1] == 'e' && body[i + 2] == 'r' && body[i + 3] == 'r' && body[i + 4] == 'o')
                return true;
        }
        return false;
    }
}
