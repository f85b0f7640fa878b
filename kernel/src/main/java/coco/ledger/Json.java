package coco.ledger;

import coco.crypto.Bytes;
import coco.crypto.MalformedException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * JSON (RFC 8259) as the built-in tables hold it: UTF-8, no white space, members in the order of their names.
 *
 * <p>Reading refuses a member twice, text behind the value, depth over {@value #DEPTH_MAX}.
 */
public final class Json {
    public static final int DEPTH_MAX = 100;
    /** Bytes of the longest value that is read. */
    public static final int SIZE_MAX = 64 << 20;

    private static final ObjectMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEPTH_MAX)
                            .maxStringLength(SIZE_MAX)
                            .maxNumberLength(100)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private Json() {}

    public static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    public static JsonNode text(String text) {
        return JsonNodeFactory.instance.stringNode(text);
    }

    public static JsonNode read(Bytes bytes) throws MalformedException {
        if (bytes.size() > SIZE_MAX) throw new MalformedException("the JSON value is too large");
        try {
            var text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.unsafeArray()).asReadOnlyBuffer())
                    .toString();
            var node = MAPPER.readTree(text);
            if (node == null || node.isMissingNode()) throw new MalformedException("the JSON value is empty");
            return node;
        } catch (JacksonException | CharacterCodingException e) {
            throw new MalformedException("not JSON", e);
        }
    }

    public static ObjectNode readObject(Bytes bytes) throws MalformedException {
        if (read(bytes) instanceof ObjectNode object) return object;
        throw new MalformedException("a JSON object is expected");
    }

    /** Reads a value that is one string. */
    public static String readText(Bytes bytes) throws MalformedException {
        var node = read(bytes);
        if (!node.isString()) throw new MalformedException("a JSON string is expected");
        return node.stringValue();
    }

    public static String text(ObjectNode object, String name) throws MalformedException {
        return optionalText(object, name).orElseThrow(() -> new MalformedException("\"" + name + "\" is missing"));
    }

    public static Optional<String> optionalText(ObjectNode object, String name) throws MalformedException {
        var node = object.get(name);
        if (node == null) return Optional.empty();
        if (!node.isString()) throw new MalformedException("\"" + name + "\" is not a string");
        return Optional.of(node.stringValue());
    }

    public static Optional<Long> optionalNumber(ObjectNode object, String name) throws MalformedException {
        var node = object.get(name);
        if (node == null) return Optional.empty();
        if (!node.isIntegralNumber() || !node.canConvertToLong())
            throw new MalformedException("\"" + name + "\" is not a whole number");
        return Optional.of(node.longValue());
    }

    public static long number(ObjectNode object, String name) throws MalformedException {
        return optionalNumber(object, name).orElseThrow(() -> new MalformedException("\"" + name + "\" is missing"));
    }

    /** The value in the one form that tables hold. */
    public static Bytes write(JsonNode node) {
        var text = new StringBuilder();
        append(text, node);
        return Bytes.ofUtf8(text.toString());
    }

    private static void append(StringBuilder out, JsonNode node) {
        if (node instanceof ObjectNode object) {
            var members = new TreeMap<String, JsonNode>();
            for (var member : object.properties()) members.put(member.getKey(), member.getValue());
            var separator = "{";
            for (var member : members.entrySet()) {
                out.append(separator);
                quote(out, member.getKey());
                append(out.append(':'), member.getValue());
                separator = ",";
            }
            out.append(members.isEmpty() ? "{}" : "}");
        } else if (node.isArray()) {
            var separator = "[";
            for (var item : node) {
                append(out.append(separator), item);
                separator = ",";
            }
            out.append(node.isEmpty() ? "[]" : "]");
        } else if (node.isString()) {
            quote(out, node.stringValue());
        } else {
            out.append(node);
        }
    }

    private static void quote(StringBuilder out, String text) {
        out.append('"');
        var plainFrom = 0;
        for (var i = 0; i < text.length(); i++) {
            var c = text.charAt(i);
            if (c >= 0x20 && c != '"' && c != '\\') continue;
            out.append(text, plainFrom, i).append(escape(c));
            plainFrom = i + 1;
        }
        out.append(text, plainFrom, text.length()).append('"');
    }

    private static String escape(char c) {
        return switch (c) {
            case '"' -> "\\\"";
            case '\\' -> "\\\\";
            case '\b' -> "\\b";
            case '\f' -> "\\f";
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            case '\t' -> "\\t";
            default -> "\\u%04x".formatted((int) c);
        };
    }
}
