package coco.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coco.node.config.ConfigException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What clients write as private records reaches the disk of no node in the clear, in no usual form (SPEC S2): ledger,
 * consensus log, sealed files, logs and temporary files are searched whole, with the nodes running, stopped and killed.
 */
@Tag("endtoend")
@Timeout(300)
class SecretsTest {
    private static final int SECRETS = 5;

    @TempDir
    private static Path folder = Path.of("");

    /** Forms of a secret, by name. */
    private final Map<String, byte[]> forms = new LinkedHashMap<>();

    @Test
    void noSecretIsOnAnyDisk() throws IOException, InterruptedException, ConfigException {
        var random = new SecureRandom();
        try (var cluster = Cluster.start(folder, 3)) {
            for (var i = 0; i < SECRETS; i++) {
                var bytes = new byte[18];
                random.nextBytes(bytes);
                var name = "secret-name-" + HexFormat.of().formatHex(bytes, 0, 6);
                var text = "secret-text-" + HexFormat.of().formatHex(bytes, 6, 18);
                plant("name " + i, name.getBytes(StandardCharsets.UTF_8));
                plant("text " + i, text.getBytes(StandardCharsets.UTF_8));
                plant("bytes " + i, bytes);
                var api = cluster.api(cluster.nodes().get(i % 3));
                assertEquals(201, api.put(name, text).status());
                assertEquals(
                        201,
                        api.put("bytes " + i, bytes, name + text, Until.LONG).status());
                assertEquals(
                        text, api.get(Api.record(name) + "?consistency=fresh").text());
                // Refusals are written to logs more readily than successes.
                assertEquals(404, api.get(Api.record(text)).status());
                assertEquals(404, api.delete(text).status());
            }
            cluster.awaitSame();
            assertNothingFound(cluster.nodes());
            cluster.nodes().get(1).kill();
            cluster.nodes().get(0).stop();
            cluster.nodes().get(2).stop();
            assertNothingFound(cluster.nodes());
            assertTheSearchFinds(cluster.nodes().getFirst().folder());
        }
    }

    private void plant(String name, byte[] secret) {
        forms.put(name + " as it is", secret);
        var hex = HexFormat.of().formatHex(secret);
        forms.put(name + " in hex", hex.getBytes(StandardCharsets.US_ASCII));
        forms.put(
                name + " in upper case hex",
                hex.toUpperCase(java.util.Locale.ROOT).getBytes(StandardCharsets.US_ASCII));
        // In a longer text the secret can begin at any of three places of a group; the groups that hold it alone are
        // looked for.
        for (var shift = 0; shift < 3; shift++) {
            var shifted = new byte[shift + secret.length];
            System.arraycopy(secret, 0, shifted, shift, secret.length);
            var encoded = Base64.getEncoder().withoutPadding().encodeToString(shifted);
            var inner = encoded.substring(shift == 0 ? 0 : 4, encoded.length() - 4);
            forms.put(name + " in base64, shifted by " + shift, inner.getBytes(StandardCharsets.US_ASCII));
        }
        var chars = new String(secret, StandardCharsets.ISO_8859_1);
        forms.put(name + " in UTF-16", chars.getBytes(StandardCharsets.UTF_16LE));
        forms.put(name + " in UTF-16, big endian", chars.getBytes(StandardCharsets.UTF_16BE));
    }

    private void assertNothingFound(List<Vn> nodes) throws IOException {
        for (var node : nodes) {
            assertTrue(Files.exists(node.ledger()) && Files.size(node.logFile()) > 0, "there is something to search");
            assertEquals(List.of(), search(node.folder()), node.name());
        }
    }

    /** That the search can fail: every form, planted as a file. */
    private void assertTheSearchFinds(Path place) throws IOException {
        var planted = Files.createDirectories(place.resolve("data/planted"));
        var i = 0;
        for (var form : forms.values()) {
            var file = Arrays.copyOf(new byte[] {1, 2, 3}, 3 + form.length + 1);
            System.arraycopy(form, 0, file, 3, form.length);
            Files.write(planted.resolve("file" + i++), file);
        }
        assertTrue(search(place).size() >= forms.size());
    }

    private List<String> search(Path place) throws IOException {
        var found = new ArrayList<String>();
        try (var files = Files.walk(place)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                // As characters of one byte each, so that the platform's search does the work.
                var content = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
                forms.forEach((name, form) -> {
                    if (content.contains(new String(form, StandardCharsets.ISO_8859_1)))
                        found.add(name + " in " + place.relativize(file));
                });
            }
        }
        return found;
    }
}
