package coco.evm.chain;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import coco.evm.Fork;
import coco.evm.U256;
import coco.evm.rlp.RlpException;
import coco.evm.vectors.Archive;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** TransactionTests of ethereum/tests: each transaction under each fork, with both ways to recover a sender. */
class TransactionVectorsTest {
    private static final Map<String, Fork> FORKS = Map.ofEntries(
            Map.entry("Frontier", Fork.FRONTIER),
            Map.entry("Homestead", Fork.HOMESTEAD),
            Map.entry("EIP150", Fork.TANGERINE_WHISTLE),
            Map.entry("EIP158", Fork.SPURIOUS_DRAGON),
            Map.entry("Byzantium", Fork.BYZANTIUM),
            Map.entry("Constantinople", Fork.CONSTANTINOPLE),
            Map.entry("ConstantinopleFix", Fork.PETERSBURG),
            Map.entry("Istanbul", Fork.ISTANBUL),
            Map.entry("Berlin", Fork.BERLIN),
            Map.entry("London", Fork.LONDON),
            Map.entry("Paris", Fork.PARIS),
            Map.entry("Shanghai", Fork.SHANGHAI),
            Map.entry("Cancun", Fork.CANCUN));

    private int results;

    @Test
    void officialTransactionTests() {
        Archive.eachJson("ethereum-tests-small.tar.xz", name -> name.startsWith("TransactionTests/"), (_, file) -> {
            for (var test : file.properties()) check(test.getKey(), test.getValue());
        });
        assertEquals(2665, results);
    }

    private void check(String name, JsonNode test) {
        var bytes = Archive.hex(test.get("txbytes").asString());
        for (var result : test.get("result").properties()) {
            var fork = FORKS.get(result.getKey());
            if (fork == null) throw new IllegalStateException("unknown fork " + result.getKey());
            check(name + " in " + fork, bytes, fork, result.getValue());
            results++;
        }
    }

    private static void check(String name, byte[] bytes, Fork fork, JsonNode expected) {
        Transaction transaction;
        try {
            transaction = Transaction.decode(bytes);
        } catch (RlpException e) {
            assertTrue(expected.has("exception"), name + ": " + e.getMessage());
            return;
        }
        assertArrayEquals(bytes, transaction.encode(), name);
        var refusal = TransactionRules.check(transaction, fork, U256.ONE, true);
        var sender = transaction.sender(SenderRecovery.best());
        assertEquals(sender, transaction.sender(SenderRecovery.pure()), name);
        if (expected.has("exception")) {
            if (refusal == null && sender != null) fail(name + " should be " + expected.get("exception"));
            return;
        }
        assertNull(refusal, name);
        assertEquals(expected.get("sender").asString(), String.valueOf(sender), name);
        assertEquals(expected.get("hash").asString(), transaction.hash().toString(), name);
        var intrinsic = U256.ofHex(expected.get("intrinsicGas").asString()).limb0();
        assertEquals(intrinsic, IntrinsicGas.of(fork, transaction), name);
    }
}
