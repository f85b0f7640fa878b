package coco.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coco.evm.U256;
import coco.evm.chain.Signature;
import coco.evm.chain.Transaction;
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
import tools.jackson.databind.JsonNode;

/**
 * What clients write as private records, what their Ethereum transactions carry and what contracts keep reaches the disk of no
 * node in the clear, in no usual form (SPEC S2): ledger, consensus log, sealed files, logs and temporary files are searched
 * whole, with the nodes running, stopped and killed. Without the seal the files open for nobody.
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
            plantInAContract(cluster, random);
            cluster.awaitSame();
            assertNothingFound(cluster.nodes());
            cluster.nodes().get(1).kill();
            cluster.nodes().get(0).stop();
            cluster.nodes().get(2).stop();
            assertNothingFound(cluster.nodes());
            assertWhatIsPublicIsFound(cluster);
            assertTheDataAloneOpensNothing(cluster.nodes().getFirst());
            assertTheSearchFinds(cluster.nodes().getFirst().folder());
        }
    }

    /** A contract that keeps a secret, which came as a part of its transaction, and refuses with another one. */
    private void plantInAContract(Cluster cluster, SecureRandom random) throws IOException, InterruptedException {
        var kept = new byte[32];
        random.nextBytes(kept);
        plant("storage", kept);
        var api = cluster.api(cluster.follower());
        // PUSH32 kept, PUSH1 0, SSTORE, STOP
        var maker = HexFormat.of().parseHex("7f" + HexFormat.of().formatHex(kept) + "60005500");
        var receipt = send(api, 0, maker);
        assertEquals("0x1", receipt.path("status").asString(""), receipt::toString);
        var contract = receipt.path("contractAddress").asString("");
        var stored = Rpc.result(api, "eth_getStorageAt", "\"%s\", \"0x0\", \"latest\"".formatted(contract));
        assertEquals("0x" + HexFormat.of().formatHex(kept), stored.asString(""), "it is kept");
        var reason = new byte[32];
        random.nextBytes(reason);
        plant("reason of a failure", reason);
        // PUSH32 reason, PUSH1 0, MSTORE, PUSH1 32, PUSH1 0, REVERT
        var failing = HexFormat.of().parseHex("7f" + HexFormat.of().formatHex(reason) + "60005260206000fd");
        assertEquals("0x0", send(api, 1, failing).path("status").asString(""), "it fails");
    }

    private static JsonNode send(Api api, long nonce, byte[] code) throws IOException, InterruptedException {
        var plain = new Transaction.Legacy(nonce, U256.ZERO, 200_000, null, U256.ZERO, code, Signature.NONE);
        var raw = Consortium.ACCOUNTS
                .getFirst()
                .sign(plain, U256.of(Consortium.CHAIN))
                .encode();
        return Rpc.result(
                api, "eth_sendRawTransactionSync", "\"0x" + HexFormat.of().formatHex(raw) + "\"");
    }

    /** That the search can fail, on what nodes write themselves: the member's id stands in the public part of the ledger. */
    private static void assertWhatIsPublicIsFound(Cluster cluster) throws IOException {
        var id = cluster.member().getBytes(StandardCharsets.UTF_8);
        for (var node : cluster.nodes())
            assertTrue(search(node.ledger(), Map.of("id", id)).size() >= 1, node.name());
    }

    /** A host that has the data but not the TEE's seal. */
    private static void assertTheDataAloneOpensNothing(Vn node) throws IOException, InterruptedException {
        var seal = node.folder().resolve("seal");
        var aside = node.folder().resolve("seal-aside");
        Files.move(seal, aside);
        var ended = node.runToItsEnd();
        assertEquals(2, ended.status(), ended::output);
        assertTrue(ended.output().contains("does not open in this TEE"), ended::output);
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
            assertEquals(List.of(), search(node.folder(), forms), node.name());
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
        assertTrue(search(place, forms).size() >= forms.size());
    }

    private static List<String> search(Path place, Map<String, byte[]> forms) throws IOException {
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
