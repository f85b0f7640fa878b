package coco.conformance.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Another implementation that runs state tests, as a program on this machine.
 *
 * @param kind how it is called and what it prints
 * @param program its path
 */
record Peer(Kind kind, Path program) {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final long MINUTES_MAX = 10;

    enum Kind {
        /** The program {@code evm} of go-ethereum: names of files on its input, an array of results for each on its output. */
        GETH {
            @Override
            List<String> command(Path program, Path folder) {
                return List.of(program.toString(), "statetest");
            }
        },

        /** The program {@code revme} of revm: a folder; a line for each result among its errors. */
        REVM {
            @Override
            List<String> command(Path program, Path folder) {
                return List.of(program.toString(), "statetest", folder.toString(), "--json-outcome", "--keep-going");
            }
        };

        abstract List<String> command(Path program, Path folder);
    }

    /** @param text {@code geth=PATH} or {@code revm=PATH} */
    static Peer parse(String text) {
        var parts = text.split("=", 2);
        for (var kind : Kind.values())
            if (parts.length == 2 && kind.name().toLowerCase(Locale.ROOT).equals(parts[0]))
                return new Peer(kind, Path.of(parts[1]));
        throw new IllegalArgumentException("a peer is geth=PATH or revm=PATH, not " + text);
    }

    String name() {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    /**
     * What it says of each test in the folder by the test's name: empty where it agrees, or what it has otherwise.
     *
     * @throws IOException where it does not run, or leaves a test out
     */
    Map<String, String> check(Path folder, List<String> tests) throws IOException, InterruptedException {
        var log = folder.resolveSibling(folder.getFileName() + "." + name());
        var names = folder.resolveSibling(folder.getFileName() + ".names");
        Files.writeString(
                names,
                tests.stream()
                        .map(test -> folder.resolve(test + ".json") + "\n")
                        .collect(Collectors.joining()));
        var process = new ProcessBuilder(kind.command(program, folder))
                .redirectInput(names.toFile())
                .redirectErrorStream(kind == Kind.REVM)
                .redirectError(kind == Kind.REVM ? ProcessBuilder.Redirect.PIPE : ProcessBuilder.Redirect.DISCARD)
                .redirectOutput(log.toFile())
                .start();
        if (!process.waitFor(MINUTES_MAX, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            throw new IOException(name() + " does not end");
        }
        var said = new TreeMap<String, String>();
        for (var result : results(Files.readString(log, UTF_8))) {
            var name = result.path(kind == Kind.GETH ? "name" : "test").asString("");
            said.put(name, result.path("pass").asBoolean(false) ? "" : text(result));
        }
        for (var test : tests)
            if (!said.containsKey(test)) throw new IOException(name() + " says nothing of " + test + ", see " + log);
        Files.delete(log);
        Files.delete(names);
        return said;
    }

    private static String text(JsonNode result) {
        var error = result.path("error").asString(result.path("errorMsg").asString("failed"));
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
                JSON.readTree(array.toString()).values().forEach(results::add);
                array.setLength(0);
            } else if (line.startsWith("{\"")) {
                var result = object(line);
                if (result != null) results.add(result);
            }
        }
        return results;
    }

    /** Null for another line that begins like an object. */
    private static @Nullable JsonNode object(String line) {
        try {
            return JSON.readTree(line);
        } catch (JacksonException e) {
            return null;
        }
    }
}
