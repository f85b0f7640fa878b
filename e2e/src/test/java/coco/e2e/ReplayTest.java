package coco.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coco.node.config.ConfigException;
import coco.testdata.SharedData;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.tukaani.xz.XZInputStream;

/** {@code coco replay} as a process of its own, on networks of real processes. */
@Tag("endtoend")
@Timeout(1500)
class ReplayTest {
    private static final long MINUTES_MAX = 20;

    @TempDir
    private Path folder = Path.of("");

    private @Nullable Home home;

    private record Ended(int status, String said) {}

    @Test
    void everyBlockIsExactOnThreeNodes() throws IOException, InterruptedException {
        var ended = replay(data().toString(), "--with-calldata");
        assertEquals(0, ended.status(), ended::said);
        assertTrue(ended.said().contains("41 blocks, 41 exact; 9301 transactions"), ended::said);
        assertTrue(ended.said().matches("(?s).*\nall +9301 .*\nwith calldata +[0-9]+ .*"), ended::said);
    }

    @Test
    void aWrongPreStateIsNoticed() throws IOException, InterruptedException {
        for (var name : List.of("codes.json.xz", "block-hashes.json"))
            Files.copy(data().resolve(name), folder.resolve(name));
        // Storage that is not what it was: a slot of each account goes, and everybody who reads it does something else.
        var planted = folder.resolve("planted.jsonl");
        Files.writeString(planted, line(5_283_152).replaceAll("\"storage\":\\{[^}]*}", "\"storage\":{}"));
        var ended = replay(data().toString(), planted.toString(), "--blocks", "46147,5283152");
        assertEquals(1, ended.status(), ended::said);
        assertTrue(ended.said().contains("3 blocks, 2 exact"), ended::said);
        assertTrue(ended.said().matches("(?s).* 5283152 [^\n]*(DIFFERS|NOT REPLAYED): .*"), ended::said);
    }

    @Test
    void aNetworkThatIsNotForDevelopmentRefuses() throws IOException, InterruptedException, ConfigException {
        try (var cluster = Cluster.start(folder.resolve("cluster"), 1, ReplayTest::real)) {
            var node = cluster.nodes().getFirst();
            var url =
                    "http://" + node.addresses().host() + ":" + node.addresses().http();
            assertTrue(cluster.api(node).get("/node/state").text().contains("\"dev\":false"));
            var ended = replay(data().toString(), "--url", url);
            assertEquals(2, ended.status(), ended::said);
            assertTrue(ended.said().contains("is not for development"), ended::said);
        }
    }

    @Test
    void whatCannotBeReadOrReachedIsNamed() throws IOException, InterruptedException {
        var absent = folder.resolve("absent");
        var ended = replay(absent.toString(), "--url", "http://127.0.0.1:9");
        assertEquals(2, ended.status(), ended::said);
        assertTrue(ended.said().contains("no network at http://127.0.0.1:9"), ended::said);
        assertEquals(2, replay(data().toString(), "--blocks", "1..x").status());
    }

    /** The genesis of a network of the same chain that is not for development. */
    private static String real(String genesis) {
        var changed =
                genesis.replace(", \"dev\": true", "").replace("\"chainId\": " + Consortium.CHAIN, "\"chainId\": 1");
        assertNotEquals(genesis, changed);
        return changed;
    }

    private Ended replay(String... arguments) throws IOException, InterruptedException {
        var words = new ArrayList<>(List.of("coco.client.Main", "replay"));
        words.addAll(List.of(arguments));
        if (home == null) home = Home.make(folder.resolve("home"), "the code");
        var temporary = Files.createDirectories(folder.resolve("tmp"));
        var command = new ArrayList<>(home.command(temporary, words));
        command.replaceAll(word -> word.equals("-Xmx256m") ? "-Xmx1g" : word);
        var output = Files.createTempFile(folder, "replay", ".log");
        var process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(Redirect.to(output.toFile()))
                .start();
        try {
            assertTrue(process.waitFor(MINUTES_MAX, TimeUnit.MINUTES), () -> "still at it: " + output);
        } finally {
            process.destroy();
        }
        try (var left = Files.list(temporary)) {
            assertEquals(
                    List.of(),
                    left.filter(file -> file.getFileName().toString().startsWith("coco-replay"))
                            .toList());
        }
        return new Ended(process.exitValue(), Files.readString(output));
    }

    private static String line(long number) throws IOException {
        var file = new BufferedInputStream(Files.newInputStream(data().resolve("blocks.jsonl.xz")));
        try (var lines = new BufferedReader(new InputStreamReader(new XZInputStream(file), StandardCharsets.UTF_8))) {
            return lines.lines()
                    .filter(line -> line.startsWith("{\"number\":" + number + ","))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static Path data() {
        return SharedData.folder("ethereum/mainnet-blocks");
    }
}
