package coco.ethereum;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coco.crypto.Bytes;
import coco.crypto.MalformedException;
import coco.ethereum.EthereumRequest.RawTransaction;
import coco.evm.Address;
import coco.evm.Hash;
import coco.evm.U256;
import coco.evm.chain.Log;
import coco.evm.chain.Receipt;
import coco.ledger.TxId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A proof is sound, or it is refused: nothing that differs from it by anything is taken. */
class TransactionProofTest {
    private static final Notary NOTARY = Notary.of("ours");
    private static final TxId PLACE = TxId.of(2, 17);
    private static final Address TOKEN = Address.ofNumber(0x70);
    private static final Hash TOPIC = Hash.of(new U256(0, 0, 0, 9).toBytes());

    private final RawTransaction transaction = raw(0);
    private final TransactionClaim claim = claim(transaction, true, 3);
    private final TransactionProof proof = proof(claim, transaction, PLACE);

    private static RawTransaction raw(long nonce) {
        try {
            var signed = Rpc.transfer(Rpc.account(1), nonce, TOKEN, 5);
            return RawTransaction.of(Bytes.unsafeWrap(signed.encode()), false);
        } catch (MalformedException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] receipt(boolean success) {
        var log = new Log(TOKEN, List.of(TOPIC), new byte[] {1, 2, 3});
        return Receipt.of(2, success, 63_000, success ? List.of(log) : List.of())
                .encode();
    }

    private static TransactionClaim claim(RawTransaction transaction, boolean success, int index) {
        return new TransactionClaim(
                U256.of(Rpc.CHAIN_ID),
                transaction.hash(),
                200,
                index,
                success,
                21_000,
                Bytes.unsafeWrap(receipt(success)));
    }

    private static TransactionProof proof(TransactionClaim claim, RawTransaction transaction, TxId place) {
        return new TransactionProof(place, claim, transaction, NOTARY.receipt(PLACE, claim.digest()));
    }

    private static byte[] bytes(TransactionProof proof) {
        return proof.toJson().toString().getBytes(UTF_8);
    }

    /** Whether somebody who trusts the service believes what stands in these bytes. */
    private static boolean isBelieved(byte[] json) {
        try {
            return TransactionProof.ofJson(Bytes.of(json))
                    .problem(NOTARY.service())
                    .isEmpty();
        } catch (MalformedException e) {
            return e.getMessage() == null;
        }
    }

    @Test
    void whatWasWrittenIsReadAndSound() throws MalformedException {
        var read = TransactionProof.ofJson(Bytes.unsafeWrap(bytes(proof)));
        assertEquals(Optional.empty(), read.problem(NOTARY.service()));
        assertEquals(claim, read.claim());
        assertEquals(transaction.sender(), read.transaction().sender());
        assertEquals(PLACE, read.transactionId());
        assertEquals(63_000, read.claim().readReceipt().cumulativeGasUsed());
        var spaced = "\n " + proof.toJson().toPrettyString() + "\n";
        assertTrue(isBelieved(spaced.getBytes(UTF_8)));
    }

    @Test
    void aResponseIsReadWhereItHoldsAProof() throws MalformedException {
        var response = "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":%s}";
        assertTrue(isBelieved(response.formatted(proof.toJson()).getBytes(UTF_8)));
        assertEquals("the transaction was not committed then", refusal(response.formatted("null")));
        assertTrue(refusal("{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":-32602,\"message\":\"no hash\"}}")
                .startsWith("the response is an error: {\"code\":-32602"));
    }

    private static String refusal(String json) {
        return String.valueOf(assertThrows(MalformedException.class, () -> TransactionProof.ofJson(Bytes.ofUtf8(json)))
                .getMessage());
    }

    @Test
    void noChangedByteIsBelieved() {
        var json = bytes(proof);
        assertTrue(isBelieved(json));
        for (var at = 0; at < json.length; at++) {
            // Small letters become capitals, and each of the other bits has its turn.
            for (var mask : new int[] {0x20, 1 << at % 8}) {
                var changed = json.clone();
                changed[at] ^= (byte) mask;
                if (isBelieved(changed))
                    throw new AssertionError("byte " + at + ", bits " + mask + ": " + new String(changed, UTF_8));
            }
        }
    }

    @Test
    void noEndMayBeMissingOrAdded() {
        var json = bytes(proof);
        for (var size = 0; size < json.length; size++)
            assertTrue(!isBelieved(Arrays.copyOf(json, size)), "cut to " + size);
        assertEquals(false, isBelieved((proof.toJson() + "{}").getBytes(UTF_8)), "something behind it");
    }

    @Test
    void membersAreTheseAndInOneForm() {
        assertRefused(json -> json.put("note", "more"));
        assertRefused(json -> json.remove("transactionId"));
        assertRefused(json -> json.put("claim", json.get("claim").stringValue().toUpperCase(java.util.Locale.ROOT)));
        assertRefused(json -> json.put("claim", json.get("claim").stringValue().substring(2)));
        assertRefused(json -> ((ObjectNode) json.get("receipt")).put("more", 1));
        assertRefused(json -> ((ObjectNode) json.get("receipt")).remove("node_id"));
        assertRefused(json -> json.put("receipt", "none"));
        assertRefused(json -> json.put("transactionId", "02.17"));
    }

    private void assertRefused(java.util.function.Consumer<ObjectNode> change) {
        var json = proof.toJson();
        change.accept(json);
        assertThrows(MalformedException.class, () -> TransactionProof.ofJson(Bytes.ofUtf8(json.toString())));
    }

    @Test
    void eachLinkIsChecked() {
        var other = claim(transaction, true, 4);
        var elsewhere = new TransactionProof(PLACE, other, transaction, proof.receipt());
        assertProblem("the ledger entry commits to another claim", elsewhere);
        assertProblem("the receipt is not that of the ledger entry 2.1", proof(claim, transaction, TxId.of(2, 1)));
        assertProblem("the claim is that of another transaction", proof(claim, raw(1), PLACE));
        var stranger = new TransactionProof(
                PLACE, claim, transaction, Notary.of("another").receipt(PLACE, claim.digest()));
        assertTrue(stranger.problem(NOTARY.service()).isPresent());
    }

    private static void assertProblem(String expected, TransactionProof proof) {
        assertEquals(Optional.of(expected), proof.problem(NOTARY.service()));
    }

    @Test
    void aClaimHasOneEncoding() throws MalformedException {
        var encoded = claim.encode().toArray();
        assertEquals(claim, TransactionClaim.decode(Bytes.of(encoded)));
        var random = new Random(11);
        for (var i = 0; i < 20_000; i++) {
            var bytes = encoded.clone();
            if (i % 3 == 0) bytes = Arrays.copyOf(bytes, random.nextInt(2 * bytes.length));
            else bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            try {
                var decoded = TransactionClaim.decode(Bytes.of(bytes));
                assertArrayEquals(bytes, decoded.encode().toArray());
                assertEquals(decoded.success(), decoded.readReceipt().success());
            } catch (MalformedException e) {
                assertTrue(e.getMessage() != null);
            }
        }
        assertClaimRefused(Bytes.of(encoded).concat(Bytes.of((byte) 0x80)));
    }

    @Test
    void aClaimAgreesWithItsReceipt() {
        var lie = new TransactionClaim(
                claim.chainId(), claim.transaction(), 200, 3, true, 21_000, Bytes.unsafeWrap(receipt(false)));
        assertClaimRefused(lie.encode());
        var honest = Bytes.unsafeWrap(receipt(true)).toHex();
        var bloomless = Bytes.ofHex(honest.replaceFirst("(?<=b90100)[0-9a-f]{512}", "00".repeat(256)));
        var without = new TransactionClaim(claim.chainId(), claim.transaction(), 200, 3, true, 21_000, bloomless);
        assertClaimRefused(without.encode());
    }

    private static void assertClaimRefused(Bytes encoded) {
        assertThrows(MalformedException.class, () -> TransactionClaim.decode(encoded));
    }

    @Test
    void theNodeGivesProofsOfWhatIsCommitted() throws MalformedException {
        var protocol = new EthereumProtocol();
        try (var ledger = new InMemoryLedger(protocol, RpcTest.genesis("").writes())) {
            var rpc = new Rpc(protocol, ledger);
            var unknown = "\"" + transaction.hash() + "\"";
            assertTrue(rpc.call("coco_getTransactionProof", unknown).isNull());
            var sent = Rpc.transfer(Rpc.account(1), 0, TOKEN, 5);
            var receipt = rpc.sendSync(sent);
            var answer = rpc.call(
                    "coco_getTransactionProof", receipt.get("transactionHash").toString());
            assertTrue(isBelieved(answer.toString().getBytes(UTF_8)));
            assertAgree(receipt, TransactionProof.ofJson(Bytes.ofUtf8(answer.toString())));
            assertEquals("-32602 missing value for required argument 0", rpc.error("coco_getTransactionProof", ""));
            assertEquals(
                    "-32602 too many arguments, want at most 1",
                    rpc.error("coco_getTransactionProof", unknown + ",true"));
            ledger.notary = null;
            assertEquals(
                    "-32002 the receipt cannot be read now",
                    rpc.error(
                            "coco_getTransactionProof",
                            receipt.get("transactionHash").toString()));
        }
    }

    @Test
    void eachTransactionOfABlockIsProvenForItselfBeforeTheBlockEnds() throws InterruptedException, MalformedException {
        var protocol = new EthereumProtocol();
        var genesis = RpcTest.genesis("\"blockMillisMin\": 60000");
        try (var ledger = new InMemoryLedger(protocol, genesis.writes())) {
            var rpc = new Rpc(protocol, ledger);
            ledger.submitAll(List.of(raw(0), raw(1)));
            assertEquals("0x0", rpc.call("eth_blockNumber", "").stringValue());
            var first = proof(rpc, raw(0).hash());
            var second = proof(rpc, raw(1).hash());
            assertEquals(first.claim().blockNumber(), second.claim().blockNumber());
            assertEquals(1, second.claim().index());
            assertEquals(21_000, second.claim().gasUsed());
            assertEquals(42_000, second.claim().readReceipt().cumulativeGasUsed());
            assertNotEquals(first.transactionId(), second.transactionId());
        }
    }

    private static TransactionProof proof(Rpc rpc, Hash hash) throws MalformedException {
        var answer = rpc.call("coco_getTransactionProof", "\"" + hash + "\"");
        return TransactionProof.ofJson(Bytes.ofUtf8(answer.toString()));
    }

    /** A difference is a change of format: {@code -Dcoco.golden=rewrite} writes the files anew, for a reviewer to read it. */
    @Test
    void theFormIsThatOfTheGoldenFiles() throws IOException {
        var files = Map.of(
                "transaction-proof.json",
                proof.toJson().toPrettyString() + "\n",
                "service_cert.pem",
                NOTARY.service().pem());
        for (var file : files.entrySet()) {
            var path = Path.of("src", "test", "golden", file.getKey());
            if ("rewrite".equals(System.getProperty("coco.golden"))) Files.writeString(path, file.getValue());
            assertEquals(Files.readString(path), file.getValue(), file.getKey());
        }
    }

    private static void assertAgree(JsonNode receipt, TransactionProof proof) {
        assertEquals(
                receipt.get("transactionHash").stringValue(),
                proof.claim().transaction().toString());
        assertEquals(
                receipt.get("blockNumber").stringValue(),
                "0x" + Long.toHexString(proof.claim().blockNumber()));
        assertEquals(
                receipt.get("gasUsed").stringValue(),
                "0x" + Long.toHexString(proof.claim().gasUsed()));
        assertEquals(
                receipt.get("from").stringValue(), proof.transaction().sender().toString());
        assertEquals(U256.of(Rpc.CHAIN_ID), proof.claim().chainId());
    }
}
