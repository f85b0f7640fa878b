package coco.conformance.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What another implementation says of one test.
 *
 * @param test its name
 * @param agrees that what came out here comes out there
 * @param text what it has otherwise, of one that does not agree
 */
record PeerAnswer(String test, boolean agrees, String text) {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Pattern GOOGLE_TEST = Pattern.compile("\\[ +(RUN|OK|FAILED) +] \\.([^\\s,]+).*");

    /**
     * Of JSON among other lines: arrays over several lines, or an object in a line.
     *
     * @param nameField where a result has its test's name
     */
    static List<PeerAnswer> ofJson(String printed, String nameField) {
        var answers = new ArrayList<PeerAnswer>();
        for (var result : results(printed))
            answers.add(new PeerAnswer(
                    result.path(nameField).asString(""), result.path("pass").asBoolean(false), text(result)));
        return answers;
    }

    /** Of the lines of GoogleTest: what there is to say of a test stands before its end; at the very end failed ones are listed again. */
    static List<PeerAnswer> ofGoogleTest(String printed) {
        var answers = new ArrayList<PeerAnswer>();
        var said = new StringBuilder();
        for (var line : printed.lines().toList()) {
            var state = GOOGLE_TEST.matcher(line);
            if (!state.matches()) {
                said.append(line.strip()).append(' ');
                continue;
            }
            var agrees = state.group(1).equals("OK");
            if (!state.group(1).equals("RUN"))
                answers.add(
                        new PeerAnswer(state.group(2), agrees, said.toString().strip()));
            said.setLength(0);
        }
        return answers;
    }

    private static String text(JsonNode result) {
        var error = result.path("error").asString(result.path("errorMsg").asString(""));
        return error.isEmpty() ? "failed" : error;
    }

    private static List<JsonNode> results(String printed) {
        var results = new ArrayList<JsonNode>();
        var array = new StringBuilder();
        for (var line : printed.lines().toList()) {
            if (line.equals("[") || !array.isEmpty()) {
                array.append(line).append('\n');
                if (!line.equals("]")) continue;
                var all = json(array.toString());
                if (all != null) all.values().forEach(results::add);
                array.setLength(0);
            } else if (line.startsWith("{\"")) {
                var one = json(line);
                if (one != null) results.add(one);
            }
        }
        return results;
    }

    /** Null for lines that only begin like a result. */
    private static @Nullable JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JacksonException e) {
            return null;
        }
    }
}
