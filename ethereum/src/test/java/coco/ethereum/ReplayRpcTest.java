package coco.ethereum;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coco.crypto.MalformedException;
import coco.ethereum.EthereumRequest.Overlay;
import coco.ethereum.replay.Replay;
import coco.ethereum.replay.ReplayBlock;
import coco.ethereum.replay.ReplayException;
import coco.ethereum.replay.ReplayJson;
import coco.evm.AccountState;
import coco.evm.Address;
import coco.evm.BlobSchedule;
import coco.evm.Fork;
import coco.evm.Hash;
import coco.evm.U256;
import coco.evm.chain.LogsBloom;
import coco.evm.chain.SigningAccount;
import coco.evm.chain.Transaction;
import coco.evm.hash.Keccak256;
import coco.evm.trie.OrderedTrie;
import coco.spi.Answer;
import coco.spi.Caller;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/** A replay by JSON-RPC: state, begin, transactions in order, end; on networks for development alone. */
@Timeout(60)
class ReplayRpcTest {
    private static final SigningAccount ALICE = Rpc.account(1);
    private static final SigningAccount BOB = Rpc.account(2);
    private static final Address CODE_AT = Address.ofNumber(0xc0de);
    private static final Address IN_GENESIS = Address.ofNumber(0x9e9e);
    private static final Address MINER = Address.ofNumber(0x3141);
    private static final Hash PARENT = Hash.unsafeWrap(Keccak256.hash(new byte[] {7}));
    private static final Hash RANDAO = Hash.unsafeWrap(Keccak256.hash(new byte[] {8}));
    private static final long NUMBER = 19_000_000;
    private static final long TIME = 1_706_000_000;

    /** Writes number, time, miner, RANDAO, base fee, gas limit and the parent's hash to slots 0 to 6. */
    private static final byte[] CONTEXT_CODE = HexFormat.of()
            .parseHex("435f55" + "42600155" + "41600255" + "44600355" + "48600455" + "45600555" + "6001430340600655");

    private static final AccountState CONTRACT =
            new AccountState(1, U256.of(7), Hash.unsafeWrap(Keccak256.hash(CONTEXT_CODE)));

    private final EthereumProtocol protocol = new EthereumProtocol();
    private InMemoryLedger ledger = new InMemoryLedger(
            protocol,
            Genesises.dev(Genesises.osaka(Rpc.CHAIN_ID, "", "\"%s\": {\"balance\": \"0x9\"}".formatted(IN_GENESIS))));
    private Rpc rpc = new Rpc(protocol, ledger);

    @AfterEach
    void stop() {
        ledger.close();
    }

    private static ReplayContext context() {
        return new ReplayContext(
                Fork.SHANGHAI,
                BlobSchedule.of(Fork.SHANGHAI),
                NUMBER,
                TIME,
                MINER,
                29_000_000,
                U256.ZERO,
                RANDAO,
                U256.ZERO,
                0,
                Map.of(NUMBER - 1, PARENT));
    }

    private static Overlay account(Address address, long nonce, long balance) {
        return overlay(address, true, new AccountState(nonce, U256.of(balance), AccountState.NO_CODE), null, Map.of());
    }

    /** A contract with the code above. */
    private static Overlay contract(Map<Long, Long> slots) {
        return overlay(CODE_AT, true, CONTRACT, CONTEXT_CODE, slots);
    }

    @SuppressWarnings("NullAway") // which takes no note of the annotation on an array in a class file
    private static Overlay overlay(
            Address address, boolean fresh, AccountState state, byte @Nullable [] code, Map<Long, Long> slots) {
        var words = new TreeMap<U256, U256>();
        slots.forEach((slot, value) -> words.put(U256.of(slot), U256.of(value)));
        return new Overlay(address, fresh, state, code, words);
    }

    private void state(Overlay... accounts) {
        rpc.call("coco_replayState", ReplayJson.state(List.of(accounts)).toString());
    }

    private void begin() {
        rpc.call("coco_replayBegin", ReplayJson.block(context()).toString());
    }

    private ReplayResult end() {
        try {
            return ReplayJson.result(rpc.call("coco_replayEnd", ""));
        } catch (MalformedException e) {
            throw new AssertionError(e);
        }
    }

    /** In one batch; each must be taken. */
    private void send(List<Transaction> transactions) {
        var calls = new ArrayList<String>();
        for (var i = 0; i < transactions.size(); i++)
            calls.add("{\"jsonrpc\":\"2.0\",\"id\":%d,\"method\":\"eth_sendRawTransaction\",\"params\":[%s]}"
                    .formatted(i, Rpc.quoted(transactions.get(i))));
        for (var answer : Rpc.JSON.readTree(rpc.post("[" + String.join(",", calls) + "]")))
            assertTrue(answer.has("result"), answer::toString);
    }

    private JsonNode status(Transaction transaction) {
        return rpc.call("coco_transactionStatus", "\"%s\", \"0x2710\"".formatted(transaction.hash()));
    }

    private static Hash root(List<Transaction> transactions) {
        return OrderedTrie.root(transactions.stream().map(Transaction::encode).toList());
    }

    private String slot(int slot) {
        return rpc.call("eth_getStorageAt", "\"%s\", \"0x%x\", \"latest\"".formatted(CODE_AT, slot))
                .stringValue();
    }

    private static String word(String hex) {
        return "0x" + "0".repeat(64 - hex.length()) + hex;
    }

    @Test
    void codeSeesTheReplayedBlock() {
        state(account(ALICE.address(), 5, 1_000), contract(Map.of()));
        begin();
        var call = Rpc.transaction(ALICE, 5, CODE_AT, 0, new byte[0], 300_000);
        send(List.of(call));
        assertEquals("committed", status(call).path("status").asString(""));
        var result = end();
        assertEquals(1, result.transactions());
        assertEquals(word(Long.toHexString(NUMBER)), slot(0));
        assertEquals(word(Long.toHexString(TIME)), slot(1));
        assertEquals(word(MINER.toString().substring(2)), slot(2));
        assertEquals(RANDAO.toString(), slot(3));
        assertEquals(word("0"), slot(4));
        assertEquals(word(Long.toHexString(29_000_000)), slot(5));
        assertEquals(PARENT.toString(), slot(6));
    }

    /** More of one sender than may be on the way at once, and a sender whose money comes in the same block. */
    @Test
    void transactionsStayInOrderThoughMoneyAndNoncesComeOutOfTheBlock() {
        state(account(ALICE.address(), 0, 10_000_000), account(BOB.address(), 3, 0));
        var transactions = new ArrayList<Transaction>();
        transactions.add(Rpc.transfer(ALICE, 0, BOB.address(), 6_000));
        for (var i = 1; i <= 100; i++) {
            transactions.add(Rpc.transfer(BOB, 2 + i, MINER, i));
            transactions.add(Rpc.transfer(ALICE, i, MINER, i));
        }
        begin();
        send(transactions);
        for (var transaction : transactions)
            assertEquals("committed", status(transaction).path("status").asString(""), transaction::toString);
        var result = end();
        assertEquals(root(transactions), result.transactionsRoot());
        assertEquals(21_000 * 201, result.gasUsed());
    }

    @Test
    void theSameTransactionsCanBeReplayedAgain() {
        var transfer = Rpc.transfer(ALICE, 9, MINER, 1);
        var roots = new ArrayList<Hash>();
        for (var i = 0; i < 2; i++) {
            state(account(ALICE.address(), 9, 100));
            begin();
            send(List.of(transfer));
            assertTrue(status(transfer).has("transactionId"));
            roots.add(end().transactionsRoot());
        }
        assertEquals(List.of(root(List.of(transfer)), root(List.of(transfer))), roots);
    }

    @Test
    void anAttemptThatFailedIsToldAndNotRepeated() {
        state(account(ALICE.address(), 0, 100));
        begin();
        ledger.faults.add(new Answer.NotExecuted("the leader is gone"));
        var lost = Rpc.transfer(ALICE, 0, MINER, 1);
        send(List.of(lost));
        assertEquals("given up", status(lost).path("status").asString(""));
        assertEquals(
                "not executed: the leader is gone", status(lost).path("reason").asString(""));
        assertEquals(0, end().transactions());
    }

    @Test
    void slotsAreReplacedOrAdded() {
        state(contract(Map.of(1L, 11L, 2L, 22L)));
        state(overlay(CODE_AT, false, CONTRACT, null, Map.of(3L, 33L)));
        begin();
        end();
        assertEquals(List.of(word("b"), word("16"), word("21")), List.of(slot(1), slot(2), slot(3)));
        state(contract(Map.of(2L, 5L)));
        begin();
        end();
        assertEquals(List.of(word("0"), word("5"), word("0")), List.of(slot(1), slot(2), slot(3)));
    }

    /** Only what replays have brought is taken: not the accounts of the genesis. */
    @Test
    void whatReplaysHaveBroughtIsForgotten() {
        var many = new ArrayList<Overlay>();
        for (var i = 0; i < 2_005; i++)
            many.add(overlay(
                    Address.ofNumber(1_000_000 + i), true, CONTRACT, i == 0 ? CONTEXT_CODE : null, Map.of(1L, 5L)));
        for (var part = 0; part < many.size(); part += 401)
            state(many.subList(part, part + 401).toArray(Overlay[]::new));
        var first = many.getFirst().address();
        assertEquals(word("5"), storage(first));
        assertEquals("0x5", rpc.call("coco_replayForget", "").stringValue());
        assertEquals("0x0", rpc.call("coco_replayForget", "").stringValue());
        begin();
        end();
        assertEquals(word("0"), storage(first));
        assertEquals(
                "0x", rpc.call("eth_getCode", "\"" + first + "\", \"latest\"").stringValue());
        var genesis = "\"" + IN_GENESIS + "\", \"latest\"";
        assertEquals("0x9", rpc.call("eth_getBalance", genesis).stringValue());
        state(overlay(first, true, CONTRACT, null, Map.of()));
        begin();
        end();
        assertEquals(word("0"), storage(first), "a new account has a storage of its own");
    }

    private String storage(Address address) {
        return rpc.call("eth_getStorageAt", "\"" + address + "\", \"0x1\", \"latest\"")
                .stringValue();
    }

    /** More slots than one request has room for, and a second account with the same code. */
    @Test
    void aLargeAccountComesInParts() throws ReplayException, InterruptedException {
        var slots = new HashMap<Long, Long>();
        for (var slot = 10L; slot < 4_010; slot++) slots.put(slot, slot + 1);
        var second = overlay(MINER, true, CONTRACT, null, Map.of(1L, 1L));
        var none = Hash.unsafeWrap(Keccak256.hash(new byte[] {(byte) 0x80}));
        var block =
                new ReplayBlock(context(), List.of(contract(slots), second), List.of(), none, 0, LogsBloom.EMPTY, none);
        assertTrue(Replay.run(block, new OverRpc()).isExact());
        assertEquals(List.of(word("b"), word("fa9"), word("faa")), List.of(slot(10), slot(4_008), slot(4_009)));
        assertEquals(
                "0x" + HexFormat.of().formatHex(CONTEXT_CODE),
                rpc.call("eth_getCode", "\"" + MINER + "\", \"latest\"").stringValue());
    }

    /** A target as a client has it. */
    private final class OverRpc implements Replay.Target {
        @Override
        public int forget() {
            return Integer.decode(rpc.call("coco_replayForget", "").stringValue());
        }

        @Override
        public void state(List<Overlay> accounts) {
            ReplayRpcTest.this.state(accounts.toArray(Overlay[]::new));
        }

        @Override
        public void begin(ReplayContext context) {
            ReplayRpcTest.this.begin();
        }

        @Override
        public void transact(List<EthereumRequest.RawTransaction> transactions) {
            assertEquals(List.of(), transactions);
        }

        @Override
        public ReplayResult end() {
            return ReplayRpcTest.this.end();
        }
    }

    @Test
    void onlyOneReplayIsOpen() {
        assertEquals("-32000 no replay is open", rpc.error("coco_replayEnd", ""));
        begin();
        assertEquals(
                "-32000 another replay is open",
                rpc.error("coco_replayBegin", ReplayJson.block(context()).toString()));
        assertEquals("-32000 another replay is open", rpc.error("coco_replayForget", ""));
        assertEquals(0, end().transactions());
    }

    @Test
    void accountsAndBlocksAreReadStrictly() {
        var address = ALICE.address();
        assertEquals(
                "-32602 invalid argument 0: account %s needs either 'state' or 'stateDiff'".formatted(address),
                rpc.error(
                        "coco_replayState", "{\"%s\": {\"nonce\": \"0x0\", \"balance\": \"0x0\"}}".formatted(address)));
        assertTrue(rpc.error("coco_replayState", "{\"%s\": {\"nonce\": \"0x0\", \"state\": {}}}".formatted(address))
                .startsWith("-32602 "));
        assertTrue(
                rpc.error("coco_replayState", "{\"0x12\": {\"nonce\": \"0x0\", \"balance\": \"0x0\", \"state\": {}}}")
                        .startsWith("-32602 "));
        assertEquals(
                "-32602 invalid argument 0: unknown fork \"tomorrow\"",
                rpc.error("coco_replayBegin", "{\"fork\": \"tomorrow\"}"));
        var unknown = overlay(address, true, new AccountState(0, U256.ZERO, PARENT), null, Map.of());
        assertEquals(
                "-32000 the code of %s is not known here".formatted(address),
                rpc.error("coco_replayState", ReplayJson.state(List.of(unknown)).toString()));
    }

    @Test
    void aNetworkForDevelopmentSaysSo() {
        assertTrue(rpc.call("web3_clientVersion", "").stringValue().contains("/dev/"));
    }

    @Test
    void anyOtherNetworkHasNoneOfIt() throws InterruptedException {
        ledger.close();
        var other = new EthereumProtocol();
        ledger = new InMemoryLedger(
                other, Genesises.parse(Genesises.osaka(Rpc.CHAIN_ID, "", "")).writes());
        rpc = new Rpc(other, ledger);
        for (var method : List.of("coco_replayState", "coco_replayBegin", "coco_replayEnd", "coco_importTransaction"))
            assertEquals(
                    "-32601 the method %s does not exist/is not available: the genesis of this network does not say dev"
                            .formatted(method),
                    rpc.error(method, "{}"));
        assertTrue(!rpc.call("web3_clientVersion", "").stringValue().contains("dev"));
        for (var request : List.of(
                new EthereumRequest.ReplayState(List.of(account(ALICE.address(), 0, 1))),
                new EthereumRequest.ReplayBegin(context()))) {
            var answer = ledger.submitAndWait(
                    new Caller.Anonymous(), EthereumProtocol.NAME, request, null, Duration.ofSeconds(20));
            assertTrue(
                    answer instanceof Answer.Refused(var rejection)
                            && rejection.code().equals("NotADevelopmentNetwork"),
                    answer::toString);
        }
    }
}
