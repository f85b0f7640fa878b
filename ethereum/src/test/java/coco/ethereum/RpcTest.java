package coco.ethereum;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coco.crypto.Bytes;
import coco.ethereum.block.StateRootsCheck;
import coco.ethereum.ledger.Chain;
import coco.evm.Address;
import coco.evm.U256;
import coco.evm.chain.Signature;
import coco.evm.chain.SigningAccount;
import coco.evm.chain.Transaction;
import coco.evm.trie.OrderedTrie;
import coco.spi.Answer;
import coco.store.Version;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/** JSON-RPC from the body to the tables and back. */
@Timeout(60)
class RpcTest {
    private static final SigningAccount ALICE = Rpc.account(1);
    private static final SigningAccount BOB = Rpc.account(2);
    private static final Address SINK = Address.ofNumber(0x5151);
    private static final String TRANSFER_TOPIC = "0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef";

    private final EthereumProtocol protocol = new EthereumProtocol();
    private InMemoryLedger ledger = new InMemoryLedger(protocol, genesis("").writes());
    private Rpc rpc = new Rpc(protocol, ledger);

    static coco.ethereum.chain.EthereumGenesis genesis(String coco) {
        var alloc = "\"%s\": {\"balance\": \"1000000000000000000\"}, \"%s\": {\"balance\": \"1000000000000000000\"}"
                .formatted(ALICE.address(), BOB.address());
        return Genesises.parse(Genesises.osaka(Rpc.CHAIN_ID, coco, alloc));
    }

    @AfterEach
    void stop() {
        ledger.close();
    }

    private void restart(String coco) {
        ledger.close();
        var fresh = new EthereumProtocol();
        ledger = new InMemoryLedger(fresh, genesis(coco).writes());
        rpc = new Rpc(fresh, ledger);
    }

    @Test
    void aTransferMovesMoneyAndHasAReceipt() {
        var receipt = rpc.sendSync(Rpc.transfer(ALICE, 0, SINK, 7));
        assertEquals("0x1", receipt.get("status").stringValue());
        assertEquals("0x1", receipt.get("blockNumber").stringValue());
        assertEquals("0x5208", receipt.get("gasUsed").stringValue());
        assertEquals(
                "0x7",
                rpc.call("eth_getBalance", "\"" + SINK + "\", \"latest\"").stringValue());
        assertEquals(
                "0x0", rpc.call("eth_getBalance", "\"" + SINK + "\", \"0x0\"").stringValue());
        assertEquals(
                "0x1",
                rpc.call("eth_getTransactionCount", "\"" + ALICE.address() + "\"")
                        .stringValue());
        var hash = receipt.get("transactionHash");
        var transaction = rpc.call("eth_getTransactionByHash", hash.toString());
        assertEquals(ALICE.address().toString(), transaction.get("from").stringValue());
        assertEquals(receipt.get("blockHash"), transaction.get("blockHash"));
        assertEquals(transaction, rpc.call("eth_getTransactionByBlockNumberAndIndex", "\"0x1\", \"0x0\""));
        assertEquals(receipt, rpc.call("eth_getBlockReceipts", "\"latest\"").get(0));
        assertEquals(
                "committed",
                rpc.call("coco_transactionStatus", hash.toString())
                        .get("status")
                        .stringValue());
    }

    @Test
    void aBlockIsWhatItsHeaderSays() {
        rpc.sendSync(Rpc.transfer(ALICE, 0, SINK, 1));
        var receipt = deploy();
        var chain = Chain.of(ledger.committed().version());
        var block = Objects.requireNonNull(chain.block(2));
        var header = block.header();
        assertEquals(header.hash(), block.hash());
        var parent = Objects.requireNonNull(chain.block(1));
        assertEquals(parent.hash(), header.parentHash());
        var row = Objects.requireNonNull(chain.receipt(2, 0));
        assertEquals(OrderedTrie.root(List.of(row.receipt().encode())), header.receiptsRoot());
        var transaction = Objects.requireNonNull(chain.transaction(row.hash()));
        assertEquals(OrderedTrie.root(List.of(transaction.raw().toArray())), header.transactionsRoot());
        assertEquals(row.receipt().bloom(), header.logsBloom());
        assertEquals(header.gasUsed(), row.gasUsed());
        StateRootsCheck.assertRootIsTheTables(ledger.committed().version());
        var json = rpc.call("eth_getBlockByNumber", "\"latest\", false");
        assertEquals(receipt.get("blockHash"), json.get("hash"));
        assertEquals(json, rpc.call("eth_getBlockByHash", json.get("hash") + ", false"));
        var encoded =
                new coco.evm.chain.Block(header, List.of(decode(transaction.raw())), List.of(), List.of()).encode();
        assertEquals(encoded.length, block.size());
    }

    private static Transaction decode(Bytes raw) {
        try {
            return Transaction.decode(raw.toArray());
        } catch (coco.evm.rlp.RlpException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aTokenIsDeployedMovedAndLogged() {
        var token = deploy().get("contractAddress").stringValue();
        var amount = "64";
        var data = Rpc.data("a9059cbb", SINK.toString().substring(2), amount);
        var receipt = rpc.sendSync(Rpc.transaction(ALICE, 1, Address.ofHex(token), 0, data, 100_000));
        assertEquals("0x1", receipt.get("status").stringValue());
        var log = receipt.get("logs").get(0);
        assertEquals(TRANSFER_TOPIC, log.get("topics").get(0).stringValue());
        assertEquals("0x%064x".formatted(0x64), log.get("data").stringValue());
        assertEquals("0x%064x".formatted(0x64), balanceOf(token, SINK));
        var byAddress = rpc.call("eth_getLogs", "{\"fromBlock\":\"0x0\",\"address\":\"" + token + "\"}");
        assertEquals(2, byAddress.size());
        assertEquals(log, byAddress.get(1));
        var sink = "0x" + "0".repeat(24) + SINK.toString().substring(2);
        var byTopic = rpc.call("eth_getLogs", "{\"fromBlock\":\"0x0\",\"topics\":[null,null,\"" + sink + "\"]}");
        assertEquals(1, byTopic.size());
        assertEquals(log, byTopic.get(0));
        assertEquals(
                0,
                rpc.call("eth_getLogs", "{\"fromBlock\":\"0x0\",\"toBlock\":\"0x1\",\"topics\":[\"" + sink + "\"]}")
                        .size());
        assertEquals(
                "-32602 invalid block range params",
                rpc.error("eth_getLogs", "{\"fromBlock\":\"0x2\",\"toBlock\":\"0x1\"}"));
        assertTrue(rpc.call("eth_getCode", "\"" + token + "\"").stringValue().length() > 100);
        assertEquals("0x", rpc.call("eth_getCode", "\"" + token + "\", \"0x0\"").stringValue());
    }

    @Test
    void revertsSayWhy() {
        var token = deploy().get("contractAddress").stringValue();
        var tooMuch = hex(Rpc.data("a9059cbb", SINK.toString().substring(2), "1"));
        var call = "{\"from\":\"%s\",\"to\":\"%s\",\"data\":\"%s\"}";
        var poor = call.formatted(BOB.address(), token, tooMuch);
        assertEquals("3 execution reverted: balance too low", rpc.error("eth_call", poor));
        assertEquals("3 execution reverted: balance too low", rpc.error("eth_estimateGas", poor));
        var overflow = call.formatted(BOB.address(), token, hex(Rpc.data("517550bf", "1")));
        assertEquals("3 execution reverted: arithmetic underflow or overflow", rpc.error("eth_call", overflow));
        var forbidden = rpc.response("eth_call", call.formatted(BOB.address(), token, "0x8679b0c0"));
        assertEquals("execution reverted", forbidden.get("error").get("message").stringValue());
        assertTrue(forbidden
                .get("error")
                .get("data")
                .stringValue()
                .endsWith(BOB.address().toString().substring(2)));
    }

    @Test
    void aFailedTransactionIsInABlock() {
        var token = Address.ofHex(deploy().get("contractAddress").stringValue());
        var data = Rpc.data("a9059cbb", SINK.toString().substring(2), "1");
        var receipt = rpc.sendSync(Rpc.transaction(BOB, 0, token, 0, data, 100_000));
        assertEquals("0x0", receipt.get("status").stringValue());
        assertEquals(
                "0x1",
                rpc.call("eth_getTransactionCount", "\"" + BOB.address() + "\"").stringValue());
    }

    @Test
    void anEstimateIsEnoughAndNotMuchMore() {
        var token = deploy().get("contractAddress").stringValue();
        var data = Rpc.data("a9059cbb", SINK.toString().substring(2), "5");
        var call = "{\"from\":\"%s\",\"to\":\"%s\",\"data\":\"%s\"}".formatted(ALICE.address(), token, hex(data));
        var estimate = Long.decode(rpc.call("eth_estimateGas", call).stringValue());
        var receipt = rpc.sendSync(Rpc.transaction(ALICE, 1, Address.ofHex(token), 0, data, estimate));
        assertEquals("0x1", receipt.get("status").stringValue());
        var used = Long.decode(receipt.get("gasUsed").stringValue());
        assertTrue(estimate < used * 1.05, estimate + " for " + used);
        var transfer = "{\"from\":\"%s\",\"to\":\"%s\",\"value\":\"0x1\"}".formatted(ALICE.address(), SINK);
        assertEquals("0x5208", rpc.call("eth_estimateGas", transfer).stringValue());
    }

    @Test
    void outOfOrderNoncesWait() throws InterruptedException {
        var second = rpc.send(Rpc.transfer(ALICE, 1, SINK, 1));
        var status = rpc.call("coco_transactionStatus", "\"" + second + "\"");
        assertEquals("waiting", status.get("status").stringValue());
        assertEquals("waiting for nonce 0", status.get("reason").stringValue());
        assertEquals(
                "0x0",
                rpc.call("eth_getTransactionCount", "\"" + ALICE.address() + "\", \"pending\"")
                        .stringValue());
        assertTrue(rpc.call("eth_getTransactionByHash", "\"" + second + "\"")
                .get("blockHash")
                .isNull());
        assertTrue(rpc.call("eth_getTransactionReceipt", "\"" + second + "\"").isNull());
        rpc.sendSync(Rpc.transfer(ALICE, 0, SINK, 1));
        awaitReceipt(second);
        assertEquals("0x2", rpc.call("eth_getBalance", "\"" + SINK + "\"").stringValue());
    }

    @Test
    void refusalsHaveTheTextsThatClientsKnow() {
        var first = Rpc.transfer(ALICE, 0, SINK, 1);
        rpc.sendSync(first);
        assertEquals("-32000 already known", rpc.error("eth_sendRawTransaction", Rpc.quoted(first)));
        refused("nonce too low", Rpc.transfer(ALICE, 0, SINK, 2));
        refused("insufficient funds for gas * price + value", Rpc.transfer(ALICE, 1, SINK, 2_000_000_000_000_000_000L));
        refused("intrinsic gas too low", Rpc.transaction(ALICE, 1, SINK, 1, new byte[] {1}, 21_000));
        refused("transaction gas limit too high", Rpc.transaction(ALICE, 1, SINK, 1, new byte[0], 1 << 25));
        refused("exceeds block gas limit", Rpc.transaction(ALICE, 1, SINK, 1, new byte[0], 1L << 40));
        var otherChain = ALICE.sign(
                new Transaction.Legacy(1, U256.ZERO, 21_000, SINK, U256.ONE, new byte[0], Signature.NONE), U256.of(5));
        refused("invalid chain id for signer: have 5 want 1337", otherChain);
        var unprotected = ALICE.sign(
                new Transaction.Legacy(1, U256.ZERO, 21_000, SINK, U256.ONE, new byte[0], Signature.NONE), null);
        refused("only replay-protected (EIP-155) transactions allowed over RPC", unprotected);
        assertTrue(rpc.error("eth_sendRawTransaction", "\"0xc0\"").startsWith("-32000 rlp: "));
        assertEquals("-32000 typed transaction too short", rpc.error("eth_sendRawTransaction", "\"0x\""));
    }

    private void refused(String text, Transaction transaction) {
        var error = rpc.error("eth_sendRawTransaction", Rpc.quoted(transaction));
        assertTrue(error.startsWith("-32000 " + text), error);
    }

    @Test
    void aWaitingTransactionIsReplacedForAHigherPrice() {
        rpc.send(priced(1, 100));
        refused("replacement transaction underpriced", priced(1, 105));
        var dearer = rpc.send(priced(1, 120));
        rpc.sendSync(Rpc.transfer(ALICE, 0, SINK, 1));
        awaitReceipt(dearer);
    }

    private static Transaction priced(long nonce, long price) {
        var unsigned = new Transaction.Legacy(
                nonce, U256.of(price), 21_000, SINK, U256.of(price), new byte[0], Signature.NONE);
        return ALICE.sign(unsigned, U256.of(Rpc.CHAIN_ID));
    }

    @Test
    void theJsonIsReadStrictly() {
        assertEquals(
                "{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"code\":-32700,\"message\":\"parse error\"}}",
                rpc.post("{"));
        assertTrue(rpc.post("[]").contains("-32600"));
        assertTrue(rpc.post("{\"id\":1,\"method\":\"eth_chainId\"}").contains("-32600"));
        assertTrue(rpc.post("[".repeat(100) + "]".repeat(100)).contains("-32700"));
        assertEquals("", rpc.post("{\"jsonrpc\":\"2.0\",\"method\":\"eth_chainId\"}"));
        assertEquals("-32601 the method eth_nothing does not exist/is not available", rpc.error("eth_nothing", ""));
        assertEquals("-32602 missing value for required argument 0", rpc.error("eth_getBalance", ""));
        assertTrue(rpc.error("eth_getBalance", "\"0x12\"").startsWith("-32602"));
        assertTrue(rpc.error("eth_getBlockByNumber", "\"0x01\", false").startsWith("-32602"));
        var batch = rpc.post(
                "[{\"jsonrpc\":\"2.0\",\"id\":\"a\",\"method\":\"eth_chainId\"},7,"
                        + "{\"jsonrpc\":\"2.0\",\"method\":\"eth_chainId\"},{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"net_version\"}]");
        var answers = Rpc.JSON.readTree(batch);
        assertEquals(3, answers.size());
        assertEquals("0x539", answers.get(0).get("result").stringValue());
        assertEquals(-32600, answers.get(1).get("error").get("code").intValue());
        assertEquals("1337", answers.get(2).get("result").stringValue());
        assertTrue(rpc.post("[" + "7,".repeat(1000) + "7]").contains("batch too large"));
    }

    @Test
    void blocksAreNamedInManyWays() {
        rpc.sendSync(Rpc.transfer(ALICE, 0, SINK, 1));
        var latest = rpc.call("eth_getBlockByNumber", "\"latest\", false");
        for (var tag : List.of("safe", "finalized", "committed", "0x1"))
            assertEquals(latest, rpc.call("eth_getBlockByNumber", "\"" + tag + "\", false"));
        var byHash = "{\"blockHash\":" + latest.get("hash") + ",\"requireCanonical\":true}";
        assertEquals(
                "0x1", rpc.call("eth_getBalance", "\"" + SINK + "\"," + byHash).stringValue());
        assertEquals(
                "0x0",
                rpc.call("eth_getBalance", "\"" + SINK + "\",\"earliest\"").stringValue());
        assertTrue(rpc.call("eth_getBlockByNumber", "\"0x99\", false").isNull());
        assertEquals("-32000 header not found", rpc.error("eth_getBalance", "\"" + SINK + "\",\"0x99\""));
    }

    @Test
    void manyTransactionsOfManySendersAllArrive() {
        var bodies = new ArrayList<String>();
        for (var nonce = 0; nonce < 150; nonce++) {
            for (var from : List.of(ALICE, BOB))
                bodies.add("{\"jsonrpc\":\"2.0\",\"id\":%d,\"method\":\"eth_sendRawTransaction\",\"params\":[%s]}"
                        .formatted(nonce, Rpc.quoted(Rpc.transfer(from, nonce, SINK, 1))));
        }
        var answers = Rpc.JSON.readTree(rpc.post("[" + String.join(",", bodies) + "]"));
        assertEquals(300, answers.size());
        var hashes = answers.valueStream()
                .map(answer -> answer.get("result").stringValue())
                .toList();
        hashes.forEach(this::awaitReceipt);
        assertEquals("0x12c", rpc.call("eth_getBalance", "\"" + SINK + "\"").stringValue());
        StateRootsCheck.assertRootIsTheTables(ledger.committed().version());
    }

    @Test
    void submissionsThatGetLostAreMadeAgain() {
        ledger.faults.addAll(List.of(
                new Answer.NotExecuted("the leader changed"),
                new Answer.Invalid(coco.ledger.TxId.of(2, 9)),
                new Answer.Refused(new coco.spi.Rejection(503, "NodeDiskFull", "there is no room")),
                new Answer.Unknown("2.10")));
        var receipt = rpc.sendSync(Rpc.transfer(ALICE, 0, SINK, 1));
        assertEquals("0x1", receipt.get("status").stringValue());
        assertTrue(ledger.faults.isEmpty());
    }

    @Test
    void givenUpTransactionsAreReported() {
        ledger.faults.add(new Answer.Refused(new coco.spi.Rejection(403, "NotPermitted", "the caller may not")));
        var hash = rpc.send(Rpc.transfer(ALICE, 0, SINK, 1));
        var status = awaitStatus(hash, "given up");
        assertEquals("the caller may not", status.get("reason").stringValue());
        assertTrue(rpc.call("coco_transactionStatus", "\"0x" + "00".repeat(32) + "\"")
                .isNull());
    }

    @Test
    void aNodeThatComesBackGoesOn() {
        rpc.sendSync(Rpc.transfer(ALICE, 0, SINK, 1));
        var before = rpc.call("eth_getBlockByNumber", "\"latest\", true");
        var state = ledger.committed();
        ledger.close();
        var fresh = new EthereumProtocol();
        ledger = new InMemoryLedger(fresh, state.version(), state.txId().seqno().value());
        rpc = new Rpc(fresh, ledger);
        assertEquals(before, rpc.call("eth_getBlockByNumber", "\"latest\", true"));
        var receipt = rpc.sendSync(Rpc.transfer(ALICE, 1, SINK, 1));
        assertEquals("0x2", receipt.get("blockNumber").stringValue());
        StateRootsCheck.assertRootIsTheTables(ledger.committed().version());
    }

    @Test
    void theWriteSetsAloneMakeTheSameState() {
        rpc.sendSync(Rpc.transfer(ALICE, 0, SINK, 1));
        deploy();
        var version = Version.EMPTY;
        for (var i = 0; i < ledger.log.size(); i++) version = version.with(i + 1, ledger.log.get(i));
        assertEquals(
                Chain.of(ledger.committed().version()).head(), Chain.of(version).head());
        StateRootsCheck.assertRootIsTheTables(version);
    }

    @Test
    void blocksMayBeLongerThanBatches() {
        restart("\"blockMillisMin\": 60000");
        var first = rpc.send(Rpc.transfer(ALICE, 0, SINK, 1));
        awaitStatus(first, "committed");
        assertTrue(rpc.call("eth_getTransactionReceipt", "\"" + first + "\"").isNull());
        assertTrue(rpc.call("eth_getTransactionByHash", "\"" + first + "\"")
                .get("blockHash")
                .isNull());
        assertEquals("0x0", rpc.call("eth_blockNumber", "").stringValue());
        StateRootsCheck.assertRootIsTheTables(ledger.committed().version());
        ledger.clockMillis.addAndGet(60_100);
        var second = rpc.send(Rpc.transfer(BOB, 0, SINK, 1));
        awaitReceipt(second);
        var block = rpc.call("eth_getBlockByNumber", "\"latest\", false");
        assertEquals(2, block.get("transactions").size());
        assertEquals(first, block.get("transactions").get(0).stringValue());
        assertEquals("0xa410", block.get("gasUsed").stringValue());
        StateRootsCheck.assertRootIsTheTables(ledger.committed().version());
    }

    @Test
    void twoNodesAgreeOnTheStateRootWhenTheOtherTakesOver() {
        rpc.sendSync(Rpc.transfer(ALICE, 0, SINK, 1));
        var follower = new EthereumProtocol();
        follower.restored(Version.EMPTY.with(1, ledger.log.getFirst()));
        deploy();
        for (var i = 1; i < ledger.log.size(); i++) follower.accepted(coco.ledger.TxId.of(2, i + 1), ledger.log.get(i));
        var state = ledger.committed();
        ledger.close();
        ledger = new InMemoryLedger(
                follower, state.version(), state.txId().seqno().value());
        rpc = new Rpc(follower, ledger);
        rpc.sendSync(Rpc.transfer(BOB, 0, SINK, 1));
        StateRootsCheck.assertRootIsTheTables(ledger.committed().version());
    }

    @Test
    void feesAreZeroUnlessAskedFor() {
        assertEquals("0x0", rpc.call("eth_gasPrice", "").stringValue());
        assertEquals("0x0", rpc.call("eth_maxPriorityFeePerGas", "").stringValue());
        rpc.sendSync(Rpc.transfer(ALICE, 0, SINK, 1));
        var history = rpc.call("eth_feeHistory", "\"0x2\", \"latest\", [25, 75]");
        assertEquals(3, history.get("baseFeePerGas").size());
        assertEquals("0x0", history.get("oldestBlock").stringValue());
        assertEquals(2, history.get("reward").size());
    }

    @Test
    void callsMayRunOnAnotherState() {
        var call = "{\"to\":\"%s\"}, \"latest\", {\"%s\": {\"code\": \"0x4760005260206000f3\", \"balance\": \"0x2a\"}}"
                .formatted(SINK, SINK);
        assertEquals("0x%064x".formatted(42), rpc.call("eth_call", call).stringValue());
    }

    private JsonNode deploy() {
        return rpc.sendSync(Rpc.transaction(ALICE, nonce(ALICE), null, 0, creation(), 2_000_000));
    }

    private long nonce(SigningAccount account) {
        return Long.decode(rpc.call("eth_getTransactionCount", "\"" + account.address() + "\"")
                .stringValue());
    }

    /** The token's creation code with a supply of 2^64. */
    static byte[] creation() {
        try (var in = RpcTest.class.getResourceAsStream("Token.hex")) {
            var hex = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.US_ASCII).strip();
            return HexFormat.of().parseHex(hex + "%064x".formatted(java.math.BigInteger.TWO.pow(64)));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private String balanceOf(String token, Address owner) {
        var data = hex(Rpc.data("70a08231", owner.toString().substring(2)));
        return rpc.call("eth_call", "{\"to\":\"%s\",\"data\":\"%s\"}".formatted(token, data))
                .stringValue();
    }

    private static String hex(byte[] bytes) {
        return "0x" + HexFormat.of().formatHex(bytes);
    }

    private void awaitReceipt(String hash) {
        awaitTrue(
                () -> !rpc.call("eth_getTransactionReceipt", "\"" + hash + "\"").isNull());
    }

    private JsonNode awaitStatus(String hash, String wanted) {
        awaitTrue(() -> rpc.call("coco_transactionStatus", "\"" + hash + "\"")
                .path("status")
                .asString("")
                .equals(wanted));
        return rpc.call("coco_transactionStatus", "\"" + hash + "\"");
    }

    /** Bounded by the test's timeout. */
    private static void awaitTrue(java.util.function.BooleanSupplier condition) {
        while (!condition.getAsBoolean()) Thread.onSpinWait();
    }
}
