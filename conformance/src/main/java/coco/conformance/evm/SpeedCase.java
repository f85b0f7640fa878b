package coco.conformance.evm;

import coco.evm.BlockContext;
import coco.evm.ChainConfig;
import coco.evm.Message;
import coco.evm.U256;
import java.util.HexFormat;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What is executed again and again.
 *
 * @param fork by the name that tests give it
 * @param config the rules of that fork
 * @param accounts the state before, as a test has it
 * @param messages executed one after the other
 */
record SpeedCase(
        String name, String fork, ChainConfig config, BlockContext block, JsonNode accounts, List<Message> messages) {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** The case as the programs in {@code bench/peers} read it: every number and byte string as hex digits behind 0x. */
    byte[] encode() {
        var json = JSON.createObjectNode();
        json.put("fork", fork);
        var about = json.putObject("block");
        about.put("number", quantity(block.number()));
        about.put("timestamp", quantity(block.timestamp()));
        about.put("coinbase", block.coinbase().toString());
        about.put("gasLimit", quantity(block.gasLimit()));
        // A message that offers no fee is not asked for one, as by Session.call.
        var free = messages.stream().allMatch(message -> message.maxFee().isZero());
        about.put("baseFee", quantity(free ? U256.ZERO : block.baseFee()));
        about.put("difficulty", quantity(block.difficulty()));
        about.put("prevRandao", word(block.prevRandao()));
        var state = json.putObject("accounts");
        for (var account : accounts.properties()) encode(account.getValue(), state.putObject(account.getKey()));
        var calls = json.putArray("calls");
        for (var message : messages) encode(message, calls.addObject());
        return JSON.writeValueAsBytes(json);
    }

    private static void encode(JsonNode account, ObjectNode to) {
        to.put("balance", quantity(Values.number(account.path("balance"))));
        to.put("nonce", quantity(Values.number(account.path("nonce"))));
        to.put("code", bytes(Values.bytes(account.get("code"))));
        var slots = to.putObject("storage");
        for (var slot : account.path("storage").properties())
            slots.put(word(U256.ofHex(slot.getKey())), word(Values.number(slot.getValue())));
    }

    private static void encode(Message message, ObjectNode to) {
        var called = message.to();
        to.put("sender", message.sender().toString());
        to.put("to", called == null ? null : called.toString());
        to.put("gasLimit", quantity(message.gasLimit()));
        to.put("gasPrice", quantity(message.maxFee()));
        to.put("value", quantity(message.value()));
        to.put("data", bytes(message.data()));
    }

    private static String quantity(long number) {
        return "0x" + Long.toHexString(number);
    }

    private static String quantity(U256 number) {
        return "0x" + number.toBigInteger().toString(16);
    }

    private static String word(U256 number) {
        return bytes(number.toBytes());
    }

    private static String bytes(byte[] bytes) {
        return "0x" + HexFormat.of().formatHex(bytes);
    }
}
