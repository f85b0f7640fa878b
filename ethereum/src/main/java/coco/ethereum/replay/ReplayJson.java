package coco.ethereum.replay;

import coco.crypto.MalformedException;
import coco.ethereum.EthereumRequest.Overlay;
import coco.ethereum.ReplayContext;
import coco.ethereum.ReplayResult;
import coco.evm.AccountState;
import coco.evm.BlobSchedule;
import coco.evm.Fork;
import coco.evm.Hash;
import coco.evm.U256;
import coco.evm.chain.LogsBloom;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A client's side of {@code coco_replayState}, {@code coco_replayBegin} and {@code coco_replayEnd}: accounts in the form of eth_call's
 * state
 * overrides, a block in that of eth_getBlockByNumber.
 */
public final class ReplayJson {
    private ReplayJson() {}

    /**
     * By address {@code nonce}, {@code balance}, {@code code} or, where the ledger knows it already, {@code codeHash}, and slots:
     * {@code state} where they are all there shall be, {@code stateDiff} where they are added to those that are there.
     *
     * @throws IllegalArgumentException where an account is in it twice
     */
    public static JsonNode state(List<Overlay> accounts) {
        var json = object();
        for (var account : accounts) {
            var address = account.address().toString();
            if (json.has(address)) throw new IllegalArgumentException(address + " is in it twice");
            write(account, json.putObject(address));
        }
        return json;
    }

    private static void write(Overlay account, ObjectNode json) {
        var state = account.state();
        json.put("nonce", quantity(state.nonce()));
        json.put("balance", state.balance().toHex());
        if (account.code() != null) json.put("code", "0x" + HexFormat.of().formatHex(account.code()));
        else if (!state.codeHash().equals(AccountState.NO_CODE))
            json.put("codeHash", state.codeHash().toString());
        var slots = json.putObject(account.fresh() ? "state" : "stateDiff");
        account.slots().forEach((slot, value) -> slots.put(word(slot), word(value)));
    }

    /**
     * The header's fields that code can see, {@code fork} by its name, and {@code ancestors}: hashes by block number.
     *
     * @throws IllegalArgumentException where the blob schedule is not the one that the main network had with the fork
     */
    public static JsonNode block(ReplayContext context) {
        if (!context.blobs().equals(BlobSchedule.of(context.fork())))
            throw new IllegalArgumentException("a replay has the main network's blob schedule");
        var json = object().put("fork", context.fork().name().toLowerCase(Locale.ROOT))
                .put("number", quantity(context.number()))
                .put("timestamp", quantity(context.timestamp()))
                .put("miner", context.coinbase().toString())
                .put("gasLimit", quantity(context.gasLimit()))
                .put("difficulty", context.difficulty().toHex())
                .put("mixHash", context.prevRandao().toString())
                .put("baseFeePerGas", context.baseFee().toHex())
                .put("excessBlobGas", quantity(context.excessBlobGas()));
        var ancestors = json.putObject("ancestors");
        context.ancestors().forEach((number, hash) -> ancestors.put(quantity(number), hash.toString()));
        return json;
    }

    /** Reads what {@code coco_replayEnd} gives. */
    public static ReplayResult result(JsonNode json) throws MalformedException {
        try {
            return new ReplayResult(
                    number(json, "blockNumber"),
                    (int) number(json, "transactions"),
                    Hash.ofHex(json.path("transactionsRoot").asString("")),
                    number(json, "gasUsed"),
                    LogsBloom.of(HexFormat.of().parseHex(digits(json, "logsBloom"))),
                    Hash.ofHex(json.path("receiptsRoot").asString("")));
        } catch (IllegalArgumentException e) {
            throw new MalformedException("not the result of a replay: " + e.getMessage(), e);
        }
    }

    /** What {@link #result} reads. */
    public static JsonNode of(ReplayResult result) {
        return object().put("blockNumber", quantity(result.number()))
                .put("transactions", quantity(result.transactions()))
                .put("transactionsRoot", result.transactionsRoot().toString())
                .put("gasUsed", quantity(result.gasUsed()))
                .put(
                        "logsBloom",
                        "0x" + HexFormat.of().formatHex(result.logsBloom().unsafeArray()))
                .put("receiptsRoot", result.receiptsRoot().toString());
    }

    /** The fork of that name; null where there is none. */
    public static @org.jspecify.annotations.Nullable Fork fork(String name) {
        for (var fork : Fork.values()) if (fork.isFinal() && fork.name().equalsIgnoreCase(name)) return fork;
        return null;
    }

    private static long number(JsonNode json, String name) {
        return Long.parseLong(digits(json, name), 16);
    }

    private static String digits(JsonNode json, String name) {
        var text = json.path(name).asString("");
        if (!text.startsWith("0x")) throw new IllegalArgumentException("no " + name);
        return text.substring(2);
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    private static String quantity(long unsigned) {
        return "0x" + Long.toHexString(unsigned);
    }

    private static String word(U256 value) {
        return "0x" + HexFormat.of().formatHex(value.toBytes());
    }
}
