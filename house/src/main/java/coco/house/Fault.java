package coco.house;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A fault to plant: a change to one file that a named test has to catch.
 *
 * <p>A file of faults has blocks separated by a line {@code ---}. Each block has the keys {@code id:}, {@code file:},
 * {@code find:}, {@code replace:} and {@code test:} at the start of a line. A value follows its key on the same line,
 * or, where that is empty, on the lines below up to the next key; lines before the first key are comments.
 *
 * @param id unique in the tree
 * @param file path from the root of the tree, below a room's {@code src/main}
 * @param find text that stands exactly once in the file, with its line breaks and leading spaces
 * @param replace what to put there; empty takes the text away
 * @param test room, a space, and the class of the test, or {@code class#method}
 */
record Fault(String id, String file, String find, String replace, String test) {
    private static final List<String> KEYS = List.of("id", "file", "find", "replace", "test");
    private static final Pattern ID = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");
    private static final Pattern TEST = Pattern.compile("\\S+ \\S+");
    private static final Pattern FILE = Pattern.compile("[^/]+/src/main/(java|resources)/.+");

    Fault {
        require(ID.matcher(id).matches(), id, "id: lower-case words with - between them");
        require(FILE.matcher(file).matches(), id, "file: a path below ROOM/src/main/java or resources");
        require(!find.isEmpty(), id, "find: the text to change");
        require(!find.equals(replace), id, "replace: something else than find");
        require(TEST.matcher(test).matches(), id, "test: ROOM CLASS");
    }

    String room() {
        return file.substring(0, file.indexOf('/'));
    }

    String testRoom() {
        return test.substring(0, test.indexOf(' '));
    }

    String testClass() {
        return test.substring(test.indexOf(' ') + 1);
    }

    /**
     * The file's text with the fault in it.
     *
     * @throws IllegalArgumentException unless {@link #find} stands in it exactly once
     */
    String plant(String text) {
        var at = text.indexOf(find);
        require(at >= 0, id, "find: the text is not in " + file);
        require(text.indexOf(find, at + 1) < 0, id, "find: the text is more than once in " + file);
        return text.substring(0, at) + replace + text.substring(at + find.length());
    }

    /** @throws IllegalArgumentException naming the fault and what is wrong with it */
    static List<Fault> parse(String text) {
        var faults = new ArrayList<Fault>();
        var block = new ArrayList<String>();
        for (var line : (text.stripTrailing() + "\n---").split("\n", -1)) {
            if (!line.equals("---")) {
                block.add(line);
                continue;
            }
            faults.add(of(values(block)));
            block.clear();
        }
        return faults;
    }

    private static Fault of(Map<String, String> values) {
        var id = values.getOrDefault("id", "(no id)");
        for (var key : KEYS) require(values.containsKey(key), id, key + ": is missing");
        return new Fault(
                id,
                values.getOrDefault("file", ""),
                values.getOrDefault("find", ""),
                values.getOrDefault("replace", ""),
                values.getOrDefault("test", ""));
    }

    private static Map<String, String> values(List<String> block) {
        var values = new HashMap<String, String>();
        var key = "";
        var below = new ArrayList<String>();
        for (var line : block) {
            var found = keyOf(line);
            if (found.isEmpty()) {
                below.add(line);
                continue;
            }
            put(values, key, below);
            below.clear();
            key = found;
            var rest = line.substring(key.length() + 1).strip();
            if (!rest.isEmpty()) below.add(rest);
        }
        put(values, key, below);
        return values;
    }

    private static void put(Map<String, String> values, String key, List<String> lines) {
        if (key.isEmpty()) return;
        var value = String.join("\n", lines);
        require(values.put(key, value) == null, values.getOrDefault("id", "(no id)"), key + ": is there twice");
    }

    private static String keyOf(String line) {
        return KEYS.stream()
                .filter(key -> line.startsWith(key + ":"))
                .findFirst()
                .orElse("");
    }

    private static void require(boolean holds, String id, String expected) {
        if (!holds) throw new IllegalArgumentException("fault " + id + ": " + expected);
    }
}
