package coco.evm.trie;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import coco.evm.hash.Keccak256;
import coco.evm.rlp.RlpException;
import coco.evm.vectors.Archive;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** TrieTests of ethereum/tests, each in one batch and key by key; roots of the lists in real blocks. */
class TrieVectorsTest {
    private int tests;

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Write(byte[] key, byte @Nullable [] value) {}

    @Test
    void officialTrieTests() {
        Archive.eachJson(
                "ethereum-tests-small.tar.xz",
                name -> name.startsWith("TrieTests/") && !name.contains("nextprev"),
                (name, file) -> {
                    for (var test : file.properties())
                        check(name + " " + test.getKey(), test.getValue(), name.contains("secure"));
                });
        assertEquals(25, tests);
    }

    private void check(String name, JsonNode test, boolean secure) {
        var writes = writes(test.get("in"), secure);
        var batch = new TrieBatch();
        var single = Trie.EMPTY;
        for (var write : writes) {
            if (write.value == null) {
                batch.remove(write.key);
                single = single.remove(write.key);
            } else {
                batch.put(write.key, write.value);
                single = single.put(write.key, write.value);
                assertArrayEquals(write.value, single.get(write.key), name);
            }
        }
        var root = test.get("root").asString();
        assertEquals(root, Trie.EMPTY.update(batch).root().toString(), name);
        assertEquals(root, single.root().toString(), name);
        for (var write : writes) single = single.remove(write.key);
        assertEquals(Trie.EMPTY_ROOT, single.root(), name);
        assertNull(single.get(writes.getFirst().key), name);
        tests++;
    }

    private static List<Write> writes(JsonNode in, boolean secure) {
        var writes = new ArrayList<Write>();
        if (in.isArray()) {
            for (var pair : in) writes.add(write(pair.get(0).asString(), pair.get(1), secure));
        } else {
            for (var pair : in.properties()) writes.add(write(pair.getKey(), pair.getValue(), secure));
        }
        return writes;
    }

    private static Write write(String key, JsonNode value, boolean secure) {
        var bytes = bytes(key);
        return new Write(secure ? Keccak256.hash(bytes) : bytes, value.isNull() ? null : bytes(value.asString()));
    }

    private static byte[] bytes(String text) {
        return text.startsWith("0x") ? Archive.hex(text) : text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void transactionRootsOfTheSpecTests() {
        var roots = new int[1];
        Archive.eachJson("eest-blockchain-tests.tar.xz", name -> name.hashCode() % 16 == 0, (_, file) -> {
            for (var test : file.properties()) {
                for (var block : test.getValue().get("blocks")) {
                    if (block.has("expectException")) continue;
                    check(test.getKey(), Archive.hex(block.get("rlp").asString()));
                    roots[0]++;
                }
            }
        });
        assertEquals(true, roots[0] > 500, roots[0] + " roots");
    }

    private static void check(String name, byte[] rlp) {
        try {
            var block = coco.evm.chain.Block.decode(rlp);
            var items = block.transactions().stream().map(t -> t.encode()).toList();
            assertEquals(block.header().transactionsRoot(), OrderedTrie.root(items), name);
            var withdrawals = block.withdrawals();
            if (withdrawals == null) return;
            var encoded = withdrawals.stream().map(w -> w.encode()).toList();
            assertEquals(block.header().withdrawalsRoot(), OrderedTrie.root(encoded), name);
        } catch (RlpException e) {
            throw new AssertionError(name, e);
        }
    }
}
