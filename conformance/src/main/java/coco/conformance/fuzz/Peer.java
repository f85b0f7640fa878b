package coco.conformance.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Another implementation that runs state tests, as a program on this machine.
 *
 * @param kind how it is called and what it prints
 * @param program its path
 * @param patience how long one call may take
 */
record Peer(Kind kind, Path program, Duration patience) {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    enum Kind {
        /** The program {@code evm} of go-ethereum: names of files on its input, an array of results for each on its output. */
        GETH("name") {
            @Override
            List<String> command(Path program, Path folder) {
                return List.of(program.toString(), "statetest");
            }
        },

        /** The program {@code revme} of revm: a folder; a line for each result among its errors. */
        REVM("test") {
            @Override
            List<String> command(Path program, Path folder) {
                return List.of(program.toString(), "statetest", folder.toString(), "--json-outcome", "--keep-going");
            }
        };

        /** Where a result has its test's name. */
        private final String nameField;

        Kind(String nameField) {
            this.nameField = nameField;
        }

        abstract List<String> command(Path program, Path folder);
    }

    /**
     * @param text {@code geth=PATH} or {@code revm=PATH}
     * @throws IllegalArgumentException for any other
     */
    static Peer parse(String text) {
        var parts = text.split("=", 2);
        for (var kind : Kind.values())
            if (parts.length == 2 && kind.name().toLowerCase(Locale.ROOT).equals(parts[0]))
                return new Peer(kind, Path.of(parts[1]), PATIENCE);
        throw new IllegalArgumentException("a peer is geth=PATH or revm=PATH, not " + text);
    }

    String name() {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    /**
     * The tests in the folder with which it does not agree, by name, and what it has otherwise.
     *
     * @throws IOException where it does not run, or leaves a test out
     */
    Map<String, String> check(Path folder, List<String> tests) throws IOException, InterruptedException {
        var printed = run(folder, tests);
        var left = new HashSet<>(tests);
        var differing = new TreeMap<String, String>();
        for (var result : results(printed)) {
            var name = result.path(kind.nameField).asString("");
            if (left.remove(name) && !result.path("pass").asBoolean(false)) differing.put(name, text(result));
        }
        if (!left.isEmpty())
            throw new IOException("%s says nothing of %d of %d tests, such as %s, but: %.200s"
                    .formatted(
                            name(), left.size(), tests.size(), left.iterator().next(), printed.strip()));
        return differing;
    }

    /** All that it prints. */
    private String run(Path folder, List<String> tests) throws IOException, InterruptedException {
        var log = Files.createTempFile("coco-peer-", ".log");
        var names = Files.createTempFile("coco-peer-", ".names");
        try {
            Files.write(
                    names,
                    tests.stream()
                            .map(test -> folder.resolve(test + ".json").toString())
                            .toList());
            var process = new ProcessBuilder(kind.command(program, folder))
                    .redirectInput(names.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            try {
                if (!process.waitFor(patience)) throw new IOException(name() + " does not end in " + patience);
            } finally {
                process.destroyForcibly();
            }
            return Files.readString(log, UTF_8);
        } finally {
            Files.delete(log);
            Files.delete(names);
        }
    }

    private static String text(JsonNode result) {
        var error = result.path("error").asString(result.path("errorMsg").asString(""));
        return error.isEmpty() ? "failed" : error;
    }

    /** Both print their results among other lines: arrays over several lines, or an object in a line. */
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
