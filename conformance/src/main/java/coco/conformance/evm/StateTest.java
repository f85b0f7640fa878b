package coco.conformance.evm;

import coco.evm.BlockContext;
import coco.evm.ChainConfig;
import coco.evm.Fork;
import coco.evm.MemoryWorld;
import coco.evm.Message;
import coco.evm.U256;
import coco.evm.chain.AccessEntry;
import coco.evm.chain.Authorization;
import coco.evm.chain.Log;
import coco.evm.chain.SenderRecovery;
import coco.evm.chain.Signature;
import coco.evm.hash.Keccak256;
import coco.evm.rlp.RlpWriter;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/** The parts of one state test in JSON, as this machine's values. */
public final class StateTest {
    private final JsonNode test;

    public StateTest(JsonNode test) {
        this.test = test;
    }

    JsonNode json() {
        return test;
    }

    public BlockContext block(ChainConfig config) {
        var env = test.get("env");
        var excess = number(env, "currentExcessBlobGas");
        return new BlockContext(
                number(env, "currentNumber").limb0(),
                number(env, "currentTimestamp").limb0(),
                Values.address(env.get("currentCoinbase")),
                number(env, "currentGasLimit").limb0(),
                number(env, "currentDifficulty"),
                number(env, "currentRandom"),
                config.fork().isAtLeast(Fork.LONDON) ? number(env, "currentBaseFee") : U256.ZERO,
                config.fork().isAtLeast(Fork.CANCUN) ? config.blobs().baseFee(excess.limb0()) : U256.ZERO,
                number(env, "slotNumber").limb0());
    }

    /** Zero where the test is silent. */
    private static U256 number(JsonNode node, String field) {
        return node.hasNonNull(field) ? Values.number(node.get(field)) : U256.ZERO;
    }

    public MemoryWorld pre() {
        return world(test.get("pre"));
    }

    static MemoryWorld world(JsonNode accounts) {
        var world = new MemoryWorld();
        for (var account : accounts.properties()) {
            var slots = new TreeMap<U256, U256>();
            for (var slot : account.getValue().path("storage").properties())
                slots.put(U256.ofHex(slot.getKey()), Values.number(slot.getValue()));
            world.put(
                    Values.address(account.getKey()),
                    number(account.getValue(), "nonce").limb0(),
                    number(account.getValue(), "balance"),
                    Values.bytes(account.getValue().get("code")),
                    slots);
        }
        return world;
    }

    /** The transaction of one post case. */
    public Message message(JsonNode indexes) {
        var tx = test.get("transaction");
        var data = indexes.get("data").asInt();
        var accessList = accessList(tx.path("accessLists").path(data));
        var legacyFee = tx.hasNonNull("gasPrice");
        var gasLimit = Values.number(tx.get("gasLimit").get(indexes.get("gas").asInt()));
        var to = tx.path("to").asString("");
        return new Message(
                type(tx),
                Values.address(tx.get("sender")),
                number(tx, "nonce").limb0(),
                gasLimit.fitsLong() ? gasLimit.limb0() : -1,
                number(tx, legacyFee ? "gasPrice" : "maxFeePerGas"),
                number(tx, legacyFee ? "gasPrice" : "maxPriorityFeePerGas"),
                to.isEmpty() ? null : Values.address(to),
                Values.number(tx.get("value").get(indexes.get("value").asInt())),
                Values.bytes(tx.get("data").get(data)),
                accessList,
                number(tx, "maxFeePerBlobGas"),
                tx.path("blobVersionedHashes").valueStream().map(Values::hash).toList(),
                authorizations(tx.path("authorizationList")));
    }

    /** The calls of a test that lists them instead of combining data, gas and value. */
    List<Message> calls() {
        var calls = new ArrayList<Message>();
        for (var tx : test.get("transaction").values())
            calls.add(Message.call(
                    Values.address(tx.get("sender")),
                    Values.address(tx.get("to")),
                    number(tx, "gasLimit").limb0(),
                    number(tx, "value"),
                    Values.bytes(tx.get("data"))));
        return calls;
    }

    /** Whether {@link #calls} has them. */
    boolean listsCalls() {
        return test.path("transaction").isArray();
    }

    private static int type(JsonNode tx) {
        if (tx.hasNonNull("authorizationList")) return Message.SET_CODE;
        if (tx.hasNonNull("maxFeePerBlobGas") || tx.hasNonNull("blobVersionedHashes")) return Message.BLOB;
        if (tx.hasNonNull("maxFeePerGas")) return Message.DYNAMIC_FEE;
        return tx.hasNonNull("accessLists") ? Message.ACCESS_LIST : Message.LEGACY;
    }

    private static List<AccessEntry> accessList(JsonNode list) {
        var entries = new ArrayList<AccessEntry>();
        for (var entry : list.values())
            entries.add(new AccessEntry(
                    Values.address(entry.get("address")),
                    entry.get("storageKeys").valueStream().map(Values::hash).toList()));
        return entries;
    }

    private static List<Message.Authorization> authorizations(JsonNode list) {
        var authorizations = new ArrayList<Message.Authorization>();
        for (var node : list.values()) {
            var signature = new Signature(
                    Values.number(node.get(node.has("yParity") ? "yParity" : "v")),
                    Values.number(node.get("r")),
                    Values.number(node.get("s")));
            var signed = new Authorization(
                    Values.number(node.get("chainId")),
                    Values.address(node.get("address")),
                    Values.number(node.get("nonce")).limb0(),
                    signature);
            authorizations.add(new Message.Authorization(
                    signed.chainId(), signed.address(), signed.nonce(), signed.authority(SenderRecovery.best())));
        }
        return authorizations;
    }

    /** As a post case has it: of the logs' RLP. */
    public static String logsHash(List<Log> logs) {
        var writer = new RlpWriter(256).begin();
        for (var log : logs) log.write(writer);
        return "0x" + HexFormat.of().formatHex(Keccak256.hash(writer.end().toArray()));
    }
}
