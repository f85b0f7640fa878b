package coco.ethereum;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coco.evm.Address;
import coco.spi.Caller;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/** Filters tell each new thing once, to whoever made them. */
@Timeout(60)
class FiltersTest {
    /** Its init code leaves {@code PUSH1 7 PUSH1 0 PUSH1 0 LOG1 STOP}: one log with topic 7 a call. */
    private static final byte[] EMITTER = HexFormat.of().parseHex("67600760006000a10060005260086018f3");

    private static final String ALL = "{}";

    private final EthereumProtocol protocol = new EthereumProtocol();
    private final InMemoryLedger ledger =
            new InMemoryLedger(protocol, RpcTest.genesis("").writes());
    private final Rpc rpc = new Rpc(protocol, ledger);
    private long nonce;

    @AfterEach
    void stop() {
        ledger.close();
    }

    private Address deploy() {
        var receipt = rpc.sendSync(Rpc.transaction(Rpc.account(1), nonce++, null, 0, EMITTER, 200_000));
        assertEquals("0x1", receipt.get("status").stringValue());
        return Address.ofHex(receipt.get("contractAddress").stringValue());
    }

    /** The hash of a transaction that leaves one log. */
    private String emit(Address emitter) {
        var receipt = rpc.sendSync(Rpc.transaction(Rpc.account(1), nonce++, emitter, 0, new byte[0], 100_000));
        assertEquals(1, receipt.get("logs").size(), receipt::toString);
        return receipt.get("transactionHash").stringValue();
    }

    private String filter(String criteria) {
        return rpc.call("eth_newFilter", criteria).toString();
    }

    private List<String> changes(String filter) {
        var hashes = new ArrayList<String>();
        for (var log : rpc.call("eth_getFilterChanges", filter))
            hashes.add(
                    log.isString()
                            ? log.stringValue()
                            : log.get("transactionHash").stringValue());
        return hashes;
    }

    @Test
    void eachLogIsToldOnceFromTheFiltersBeginOn() {
        var emitter = deploy();
        emit(emitter);
        var all = filter(ALL);
        var one = filter("{\"address\":\"%s\"}".formatted(emitter));
        var none = filter("{\"topics\":[\"0x%064x\"]}".formatted(8));
        assertEquals(List.of(), changes(all));
        var sent = List.of(emit(emitter), emit(emitter));
        assertEquals(sent, changes(all));
        assertEquals(List.of(), changes(all));
        var third = emit(emitter);
        assertEquals(List.of(third), changes(all));
        assertEquals(List.of(sent.get(0), sent.get(1), third), changes(one));
        assertEquals(List.of(), changes(none));
    }

    @Test
    void aRangeIsKeptTo() {
        var emitter = deploy();
        var filter = filter("{\"fromBlock\":\"0x3\",\"toBlock\":\"0x4\"}");
        var sent = List.of(emit(emitter), emit(emitter), emit(emitter), emit(emitter));
        assertEquals(sent.subList(1, 3), changes(filter));
        assertEquals(List.of(), changes(filter));
    }

    @Test
    void filterLogsAreThoseOfTheWholeRange() {
        var emitter = deploy();
        var before = emit(emitter);
        var filter = filter("{\"fromBlock\":\"earliest\"}");
        var logs = rpc.call("eth_getFilterLogs", filter);
        assertEquals(1, logs.size());
        assertEquals(before, logs.get(0).get("transactionHash").stringValue());
        assertEquals(
                "-32000 filter not found",
                rpc.error(
                        "eth_getFilterLogs", rpc.call("eth_newBlockFilter", "").toString()));
    }

    @Test
    void aBlockFilterTellsHashes() {
        var filter = rpc.call("eth_newBlockFilter", "").toString();
        var emitter = deploy();
        emit(emitter);
        var first = hash(1);
        assertEquals(List.of(first, hash(2)), changes(filter));
        assertEquals(List.of(), changes(filter));
    }

    private String hash(int number) {
        return rpc.call("eth_getBlockByNumber", "\"0x%x\",false".formatted(number))
                .get("hash")
                .stringValue();
    }

    @Test
    void whoDidNotMakeAFilterDoesNotFindIt() {
        var filter = filter(ALL);
        var other = rpc.as(new Caller.Token("bob"));
        assertEquals("-32000 filter not found", other.error("eth_getFilterChanges", filter));
        assertFalse(other.call("eth_uninstallFilter", filter).booleanValue());
        assertEquals(List.of(), changes(filter));
        assertTrue(rpc.call("eth_uninstallFilter", filter).booleanValue());
        assertFalse(rpc.call("eth_uninstallFilter", filter).booleanValue());
        assertEquals("-32000 filter not found", rpc.error("eth_getFilterChanges", filter));
        assertEquals("-32000 filter not found", rpc.error("eth_getFilterChanges", "\"0x1\""));
        assertEquals("-32602 missing value for required argument 0", rpc.error("eth_getFilterChanges", ""));
    }

    @Test
    void oneCallerHasSoManyAndNoMore() {
        var topics = new ArrayList<String>();
        for (var i = 0; i < 999; i++) topics.add("\"0x%064x\"".formatted(i));
        var wide = "{\"topics\":[[%s]]}".formatted(String.join(",", topics));
        JsonNode last = rpc.call("eth_newFilter", wide);
        for (var i = 1; i < 5; i++) last = rpc.call("eth_newFilter", wide);
        var limit = "-32005 too many filters: uninstall some, or poll eth_getLogs";
        assertEquals(limit, rpc.error("eth_newFilter", ALL));
        rpc.as(new Caller.Token("bob")).call("eth_newFilter", ALL);
        rpc.call("eth_uninstallFilter", last.toString());
        filter(ALL);
    }

    @Test
    void aFilterIsNotOfOneBlock() {
        assertEquals(
                "-32602 invalid argument 0: a filter follows blocks, and blockHash names one",
                rpc.error("eth_newFilter", "{\"blockHash\":\"0x%064x\"}".formatted(1)));
    }
}
