package coco.conformance.evm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coco.conformance.Score;
import coco.evm.Tier1;
import coco.testdata.SharedData;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The runner sees what is planted: one test of each suite, changed by a little. */
class EvmFilesTest {
    private static final JsonMapper JSON = JsonMapper.shared();

    @TempDir
    private Path folder = Path.of("");

    private String run(Path... paths) throws IOException, InterruptedException {
        var printed = new StringWriter();
        var score = new Score(new PrintWriter(printed), new PrintWriter(new StringWriter()), 20);
        new EvmFiles(new Machines(Tier1.OFF), _ -> true, score).run(List.of(paths));
        score.print();
        return printed.toString();
    }

    private String run(String content) throws IOException, InterruptedException {
        return run(Files.writeString(folder.resolve("test.json"), content));
    }

    /** The first test of a file of an archive. */
    private static ObjectNode first(String archive, String end) throws IOException {
        var found = new JsonNode[1];
        coco.conformance.Fixtures.each(SharedData.folder("ethereum").resolve(archive), (name, content) -> {
            if (found[0] == null && name.endsWith(end)) found[0] = JSON.readTree(content);
        });
        return (ObjectNode) found[0].properties().iterator().next().getValue();
    }

    private void assertFails(ObjectNode test, String reason, BiConsumer<ObjectNode, ObjectNode> fault, ObjectNode part)
            throws IOException, InterruptedException {
        var whole = JSON.createObjectNode().set("test", test);
        assertTrue(run(whole.toString()).contains("1 passed, 0 failed"), "it passes as it is");
        fault.accept(test, part);
        var printed = run(whole.toString());
        assertTrue(printed.contains("0 passed, 1 failed, 0 skipped"), printed);
        assertTrue(printed.contains(reason), printed);
    }

    private static ObjectNode onePost(ObjectNode whole) {
        var test = whole.deepCopy();
        var forks = (ObjectNode) test.get("post");
        var fork = forks.propertyNames().iterator().next();
        var post = forks.get(fork).get(0);
        forks.removeAll();
        forks.putArray(fork).add(post);
        return test;
    }

    private static ObjectNode post(ObjectNode test) {
        return (ObjectNode)
                test.get("post").properties().iterator().next().getValue().get(0);
    }

    @Test
    void aStateThatDiffersIsSeen() throws IOException, InterruptedException {
        var zeros = "0x" + "0".repeat(64);
        var whole = first("eest-state-tests.tar.xz", "/add.json");
        var test = onePost(whole);
        assertFails(test, "expected " + zeros, (_, post) -> post.put("hash", zeros), post(test));
        test = onePost(whole);
        assertFails(test, "logs", (_, post) -> post.put("logs", zeros), post(test));
        test = onePost(whole);
        assertFails(
                test,
                "NONCE_IS_MAX",
                (_, post) -> post.put("expectException", "TransactionException.NONCE_IS_MAX"),
                post(test));
    }

    @Test
    void aBlockThatDiffersIsSeen() throws IOException, InterruptedException {
        var good = first("eest-blockchain-tests.tar.xz", "/add.json");
        for (var fault : List.of("lastblockhash", "postState", "expectException", "rlp")) {
            var test = good.deepCopy();
            var block = (ObjectNode) test.get("blocks").get(0);
            assertFails(
                    test,
                    "expected",
                    (whole, one) -> {
                        switch (fault) {
                            case "lastblockhash" -> whole.put(fault, "0x" + "0".repeat(64));
                            case "postState" ->
                                ((ObjectNode) whole.get(fault))
                                        .remove(whole.get(fault)
                                                .propertyNames()
                                                .iterator()
                                                .next());
                            case "expectException" -> one.put(fault, "BlockException.INVALID_GASLIMIT");
                            default -> {
                                one.put("expectException", "");
                                whole.put("lastblockhash", "0x" + "1".repeat(64));
                            }
                        }
                    },
                    block);
        }
    }

    @Test
    void aBlockRefusedForAnotherReasonIsSeen() throws IOException, InterruptedException {
        var test = first("eest-blockchain-tests.tar.xz", "/london/validation/test_invalid_header.json");
        var block = (ObjectNode) test.get("blocks").get(0);
        assertTrue(block.has("expectException"), "a block that has to be refused");
        assertFails(
                test,
                ", expected BlockException.INVALID_STATE_ROOT",
                (_, one) -> one.put("expectException", "BlockException.INVALID_STATE_ROOT"),
                block);
    }

    @Test
    void aWitnessThatDiffersOrLacksSomethingIsSeen() throws IOException, InterruptedException {
        assertWitnessFails("state root", (_, header) -> header.put("state_root", "0x" + "0".repeat(64)));
        assertWitnessFails("the transactions", (test, _) -> ((ArrayNode) test.get("transactions")).remove(0));
        assertWitnessFails("the store has no node", (test, _) -> ((ArrayNode) test.get("states")).remove(0));
        assertWitnessFails("the witness lacks the code", (test, _) -> ((ArrayNode) test.get("codes")).removeAll());
    }

    private void assertWitnessFails(String reason, BiConsumer<ObjectNode, ObjectNode> fault)
            throws IOException, InterruptedException {
        var found = new JsonNode[1];
        coco.conformance.Fixtures.each(
                SharedData.folder("ethereum").resolve("witness-block"),
                (_, content) -> found[0] = JSON.readTree(content));
        var test = (ObjectNode) found[0];
        fault.accept(test, (ObjectNode) test.get("header"));
        var printed = run(test.toString());
        assertTrue(printed.contains("0 passed, 1 failed, 0 skipped"), printed);
        assertTrue(printed.contains(reason), printed);
    }

    @Test
    void whatIsNoTestIsAFailure() throws IOException, InterruptedException {
        for (var content : List.of(
                "{",
                "[]",
                "7",
                "{\"a\": {\"b\": 1}}",
                "",
                "{\"a\": {\"pre\": {}, \"post\": {\"Cancun\": [{}]}, \"transaction\": {}}}",
                "{\"a\": {\"pre\": {}, \"post\": {\"Nowhere\": [{}]}, \"transaction\": {}}}"))
            assertTrue(run(content).contains("0 passed, 1 failed"), content);
    }

    @Test
    void whatIsLeftOutIsCounted() throws IOException, InterruptedException {
        Files.createDirectories(folder.resolve("RLPTests"));
        Files.writeString(folder.resolve("RLPTests/a.json"), "{\"a\": {\"in\": \"\", \"out\": \"0x80\"}}");
        Files.writeString(folder.resolve("README.md"), "no test");
        assertEquals(
                "0 passed, 0 failed, 1 skipped", run(folder).lines().toList().getLast());
    }
}
