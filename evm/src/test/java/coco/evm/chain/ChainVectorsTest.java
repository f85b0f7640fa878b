package coco.evm.chain;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coco.evm.Address;
import coco.evm.Hash;
import coco.evm.rlp.RlpException;
import coco.evm.vectors.Archive;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Blocks of the execution-spec-tests, from Frontier to Osaka, and round trips of receipts. */
class ChainVectorsTest {
    private int blocks;
    private int transactions;

    @Test
    void blocksAreReadAndWrittenAsTheyWere() {
        Archive.eachJson("eest-blockchain-tests.tar.xz", name -> name.hashCode() % 8 == 0, (_, file) -> {
            for (var test : file.properties()) {
                for (var block : test.getValue().get("blocks")) check(test.getKey(), block);
            }
        });
        assertTrue(blocks > 1000 && transactions > 1000, blocks + " blocks, " + transactions + " transactions");
    }

    private void check(String name, JsonNode node) {
        if (node.has("expectException")) return;
        var bytes = Archive.hex(node.get("rlp").asString());
        try {
            var block = Block.decode(bytes);
            assertArrayEquals(bytes, block.encode(), name);
            var expected = node.get("blockHeader");
            assertEquals(expected.get("hash").asString(), block.header().hash().toString(), name);
            blocks++;
            for (var i = 0; i < block.transactions().size(); i++) {
                var sender = node.get("transactions").get(i).get("sender");
                var recovered = block.transactions().get(i).sender(SenderRecovery.best());
                if (sender != null) assertEquals(sender.asString(), String.valueOf(recovered), name);
                transactions++;
            }
        } catch (RlpException e) {
            throw new AssertionError(name, e);
        }
    }

    @Test
    void receiptsAreReadAndWritten() throws RlpException {
        var log = new Log(Address.ofNumber(9), List.of(Hash.ZERO, Hash.ofHex("11".repeat(32))), new byte[] {1, 2});
        var receipts = List.of(
                Receipt.of(0, true, 21_000, List.of(log, log)),
                Receipt.of(4, false, 1L << 40, List.of()),
                new Receipt(0, Hash.ofHex("22".repeat(32)), false, 1, LogsBloom.EMPTY, List.of()));
        for (var receipt : receipts) {
            assertEquals(receipt, Receipt.decode(receipt.encode()));
            assertArrayEquals(receipt.encode(), Receipt.decode(receipt.encode()).encode());
        }
        assertThrows(RlpException.class, () -> Receipt.decode(new byte[0]));
        assertThrows(RlpException.class, () -> Receipt.decode(Archive.hex("05c0")));
    }

    @Test
    void aBloomKnowsWhatIsIn() {
        var log = new Log(Address.ofNumber(9), List.of(Hash.ofHex("11".repeat(32))), new byte[0]);
        var bloom = LogsBloom.of(List.of(log));
        assertTrue(bloom.mayContain(log.address().unsafeArray()));
        assertTrue(bloom.mayContain(log.topics().getFirst().unsafeArray()));
        assertEquals(false, bloom.mayContain(Hash.ZERO.unsafeArray()));
        assertEquals(bloom, bloom.or(LogsBloom.EMPTY));
    }
}
