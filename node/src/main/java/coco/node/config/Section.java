package coco.node.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads one object of the file. A wrong value is noted and a stand-in returned, so that one reading finds all that is wrong;
 * {@link #build} makes nothing out of stand-ins. One owner.
 */
final class Section {
    private static final Pattern SIZE = Pattern.compile("(\\d{1,12}) ?(B|KB|MB|GB)");
    private static final Pattern DURATION = Pattern.compile("(\\d{1,9}) ?(ms|s|min|h)");

    private final String path;
    private final ConfigTree.Group group;
    private final List<Problem> problems;
    private final Set<String> known = new LinkedHashSet<>();
    private boolean wrong;

    Section(String path, ConfigTree.Group group, List<Problem> problems) {
        this.path = path;
        this.group = group;
        this.problems = problems;
    }

    boolean has(String key) {
        known.add(key);
        return group.entries().containsKey(key);
    }

    /** The object under {@code key}; an empty one where it is missing, so that defaults apply. */
    Section section(String key) {
        var entry = entry(key);
        if (entry instanceof ConfigTree.Group inner) return new Section(path(key), inner, problems);
        if (entry != null) wrong(entry.line(), key, "is an object: { ... }");
        return new Section(path(key), new ConfigTree.Group(group.line(), Map.of()), problems);
    }

    /** @param standard null where the key must be there */
    String text(String key, @Nullable String standard) {
        return value(key, String.class, "a text", standard, "");
    }

    boolean flag(String key, boolean standard) {
        return value(key, Boolean.class, "true or false", standard, standard);
    }

    /** A number of things, 0 to 2^31 - 1. */
    int count(String key, int standard) {
        var value = value(key, Long.class, "a whole number", (long) standard, (long) standard);
        if (value >= 0 && value <= Integer.MAX_VALUE) return value.intValue();
        wrong(key, "is 0 to " + Integer.MAX_VALUE);
        return standard;
    }

    /** Bytes: a whole number, or a text such as {@code "16 MB"} (powers of 1024). */
    long size(String key, long standard) {
        var entry = entry(key);
        if (entry == null) return standard;
        if (entry instanceof ConfigTree.Leaf leaf && leaf.value() instanceof Long bytes && bytes >= 0) return bytes;
        if (entry instanceof ConfigTree.Leaf leaf && leaf.value() instanceof String text) {
            var matcher = SIZE.matcher(text);
            if (matcher.matches())
                return Long.parseLong(matcher.group(1))
                        << switch (matcher.group(2)) {
                            case "KB" -> 10;
                            case "MB" -> 20;
                            case "GB" -> 30;
                            default -> 0;
                        };
        }
        wrong(key, "is a number of bytes, or a text such as \"16 MB\"");
        return standard;
    }

    /** A text such as {@code "30 s"}, {@code "500 ms"}, {@code "2 min"}. */
    Duration duration(String key, Duration standard) {
        var entry = entry(key);
        if (entry == null) return standard;
        if (entry instanceof ConfigTree.Leaf leaf && leaf.value() instanceof String text) {
            var matcher = DURATION.matcher(text);
            if (matcher.matches()) {
                var number = Long.parseLong(matcher.group(1));
                return switch (matcher.group(2)) {
                    case "ms" -> Duration.ofMillis(number);
                    case "min" -> Duration.ofMinutes(number);
                    case "h" -> Duration.ofHours(number);
                    default -> Duration.ofSeconds(number);
                };
            }
        }
        wrong(key, "is a time with its unit, such as \"30 s\"");
        return standard;
    }

    /** @param standard null where the key must be there */
    Address address(String key, @Nullable Address standard) {
        var text = text(key, standard == null ? null : standard.toString());
        try {
            if (!wrong || has(key)) return Address.parse(text);
        } catch (IllegalArgumentException e) {
            wrong(key, String.valueOf(e.getMessage()));
        }
        return standard == null ? new Address("nowhere", 0) : standard;
    }

    /** An array of texts; empty where it is missing. */
    List<String> texts(String key) {
        var entry = entry(key);
        if (entry == null) return List.of();
        var texts = new ArrayList<String>();
        if (entry instanceof ConfigTree.Row row) {
            for (var item : row.items()) {
                if (item instanceof ConfigTree.Leaf leaf && leaf.value() instanceof String text) texts.add(text);
                else wrong(item.line(), key, "is an array of texts");
            }
        } else {
            wrong(key, "is an array of texts: [\"...\"]");
        }
        return texts;
    }

    /** To be called after all keys were asked for: whatever else stands here is wrong. */
    void end() {
        for (var entry : group.entries().entrySet()) {
            var key = entry.getKey();
            if (!known.contains(key)) wrong(entry.getValue().line(), key, "is not a key here" + suggestion(key));
        }
    }

    /** What the section says, or null where something in it is wrong. */
    <T> @Nullable T build(Supplier<T> maker) {
        if (wrong) return null;
        try {
            return maker.get();
        } catch (IllegalArgumentException e) {
            wrong(String.valueOf(e.getMessage()));
        } catch (ArithmeticException e) {
            wrong("a number is too large: " + e.getMessage());
        }
        return null;
    }

    /** Something is wrong with the section as a whole. */
    void wrong(String message) {
        wrong = true;
        problems.add(new Problem(group.line(), path, message));
    }

    private void wrong(String key, String message) {
        var entry = group.entries().get(key);
        wrong(entry == null ? group.line() : entry.line(), key, message);
    }

    private void wrong(int line, String key, String message) {
        wrong = true;
        problems.add(new Problem(line, path(key), message));
    }

    private <T> T value(String key, Class<T> type, String what, @Nullable T standard, T standIn) {
        var entry = entry(key);
        if (entry instanceof ConfigTree.Leaf leaf && type.isInstance(leaf.value())) return type.cast(leaf.value());
        if (entry != null) wrong(entry.line(), key, "is " + what);
        else if (standard == null) wrong(group.line(), key, "is missing");
        return standard == null ? standIn : standard;
    }

    private @Nullable ConfigTree entry(String key) {
        known.add(key);
        return group.entries().get(key);
    }

    private String path(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    private String suggestion(String key) {
        var nearest = Spelling.nearest(key, known);
        return nearest != null ? "; did you mean " + nearest + "?" : "; known are " + String.join(", ", known);
    }
}
