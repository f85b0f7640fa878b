package coco.node.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;

/** The file's text as a tree in which everything knows its line. */
sealed interface ConfigTree {
    /** From 1. */
    int line();

    /** An object. */
    record Group(int line, Map<String, ConfigTree> entries) implements ConfigTree {}

    record Row(int line, List<ConfigTree> items) implements ConfigTree {}

    /** A text, whole number or truth value; anything else is given as the text of the token. */
    record Leaf(int line, Object value) implements ConfigTree {}

    int DEPTH_MAX = 16;

    /** @throws ConfigException where the text is not JSON, or a key stands twice in one object */
    static Group parse(String text) throws ConfigException {
        var factory = JsonFactory.builder()
                .enable(JsonReadFeature.ALLOW_JAVA_COMMENTS)
                .enable(JsonReadFeature.ALLOW_TRAILING_COMMA)
                .build();
        try (var in = factory.createParser(ObjectReadContext.empty(), text)) {
            in.nextToken();
            if (!(read(in, 0) instanceof Group group)) throw failed(1, "the file is one object: { ... }");
            if (in.nextToken() != null) throw failed(line(in), "something follows the end of the object");
            return group;
        } catch (JacksonException e) {
            var location = e.getLocation();
            throw failed(location == null ? 1 : location.getLineNr(), e.getOriginalMessage());
        }
    }

    private static ConfigTree read(JsonParser in, int depth) throws ConfigException {
        var line = line(in);
        if (depth > DEPTH_MAX) throw failed(line, "no key stands this deep");
        return switch (in.currentToken()) {
            case START_OBJECT -> {
                var entries = new LinkedHashMap<String, ConfigTree>();
                while (in.nextToken() != JsonToken.END_OBJECT) {
                    var key = in.currentName();
                    var keyLine = line(in);
                    in.nextToken();
                    var before = entries.put(key, read(in, depth + 1));
                    if (before != null)
                        throw failed(
                                keyLine, "\"" + key + "\" stands here for a second time, after line " + before.line());
                }
                yield new Group(line, entries);
            }
            case START_ARRAY -> {
                var items = new ArrayList<ConfigTree>();
                while (in.nextToken() != JsonToken.END_ARRAY) items.add(read(in, depth + 1));
                yield new Row(line, items);
            }
            case VALUE_TRUE -> new Leaf(line, true);
            case VALUE_FALSE -> new Leaf(line, false);
            case VALUE_NUMBER_INT -> new Leaf(line, number(in, line));
            case null -> throw failed(line, "the file is empty");
            default -> new Leaf(line, in.getString());
        };
    }

    private static Long number(JsonParser in, int line) throws ConfigException {
        try {
            return Long.valueOf(in.getString());
        } catch (NumberFormatException _) {
            // The only integers that fail are too large; what to say about it is below.
            throw failed(line, "the number is too large");
        }
    }

    private static int line(JsonParser in) {
        return in.currentTokenLocation().getLineNr();
    }

    private static ConfigException failed(int line, String message) {
        return new ConfigException(List.of(new Problem(line, "", message)));
    }
}
