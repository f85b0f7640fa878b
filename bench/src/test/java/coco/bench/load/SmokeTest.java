package coco.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Every load for a moment on a sandbox of three processes: the tool works, and what it counts is there. No speed is asserted. */
@Tag("endtoend")
@Timeout(400)
final class SmokeTest {
    private static final int NODES = 3;

    @TempDir
    private static Path folder = Path.of("");

    private final int port = (int) (16_000 + ProcessHandle.current().pid() * 17 % 10_000);

    @Test
    void everyLoadRunsAndCounts() throws IOException {
        try (var _ = Server.start(sandbox(), folder.resolve("sandbox.log"), "ready: ")) {
            for (var kind : List.of("transfer", "erc20")) {
                var json = bench("ethereum", List.of("--kind", kind, "--in-flight", "40", "--expect", "200"));
                assertSound(json.path("median"));
            }
            assertSound(bench("ethereum", List.of("--rate", "50")).path("median"));
            var records = bench("records", List.of("--mix", "MIXED", "--in-flight", "8", "--keys", "20"));
            assertTrue(
                    records.path("reads").asInt(0) > 0 && records.path("writes").asInt(0) > 0, records::toString);
            assertEquals(0, records.path("missing").asInt(-1), records::toString);
            assertEquals(NODES, run("idle", List.of("--seconds", "1")).size());
        }
    }

    private static void assertSound(JsonNode run) {
        assertTrue(run.path("commit_ms").path("count").asInt(0) > 0, run::toString);
        assertTrue(run.path("commit_on_all_ms").path("count").asInt(0) > 0, run::toString);
        assertTrue(run.path("network_cpu_seconds").asDouble(0) > 0, run::toString);
        assertTrue(run.path("syncs").asInt(0) > 0, run::toString);
        for (var name : List.of("refused", "failed", "missing"))
            assertEquals(0, run.path(name).asInt(-1), run::toString);
    }

    private JsonNode bench(String load, List<String> options) throws IOException {
        var all = new ArrayList<>(List.of("--seconds", "5", "--warm-up", "2", "--runs", "1"));
        if (load.equals("ethereum")) all.addAll(List.of("--accounts", "20", "--batch", "10"));
        all.addAll(options);
        return run(load, all);
    }

    private JsonNode run(String load, List<String> options) throws IOException {
        var file = folder.resolve(load + ".json");
        var arguments = new ArrayList<>(List.of(load, "--json", file.toString()));
        for (var i = 0; i < NODES; i++) arguments.addAll(List.of("--url", "http://127.0.0.1:" + (port + i)));
        arguments.addAll(options);
        var said = new StringWriter();
        var out = new PrintWriter(said);
        assertEquals(0, Main.run(out, out, arguments.toArray(String[]::new)), () -> arguments + "\n" + said);
        return JsonMapper.shared().readTree(Files.readString(file));
    }

    /** A sandbox whose code comes from the tests' class path; what it measures is only there to be measured. */
    private List<String> sandbox() throws IOException {
        var tree = tree();
        var home = folder.resolve("home");
        Files.createDirectories(home.resolve("node"));
        Files.writeString(Files.createDirectories(home.resolve("lib")).resolve("coco-bench.jar"), "the code");
        Files.copy(tree.resolve("coco"), home.resolve("coco"));
        Files.copy(tree.resolve("node/jvm.options"), home.resolve("node/jvm.options"));
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "@" + home.resolve("node/jvm.options"),
                "-Dcoco.home=" + home,
                "-cp",
                System.getProperty("java.class.path"),
                "coco.node.Main",
                "sandbox",
                "--fresh",
                "--quiet",
                "--nodes",
                Integer.toString(NODES),
                "--port",
                Integer.toString(port),
                "--data",
                folder.resolve("sandbox").toString());
    }

    /** Maven starts tests in the folder of their module; by hand they are started in the root of the tree. */
    private static Path tree() {
        var folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("node/jvm.options")))
            folder = folder.resolve("..").normalize();
        return folder;
    }
}
