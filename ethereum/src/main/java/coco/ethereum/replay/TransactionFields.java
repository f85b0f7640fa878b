package coco.ethereum.replay;

import coco.evm.Address;
import coco.evm.Hash;
import coco.evm.U256;
import coco.evm.chain.AccessEntry;
import coco.evm.chain.Signature;
import coco.evm.chain.Transaction;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A transaction from the fields that JSON-RPC gives; its hash proves that nothing is missing. */
final class TransactionFields {
    private final JsonNode node;

    private TransactionFields(JsonNode node) {
        this.node = node;
    }

    static Transaction read(JsonNode node) throws ReplayException {
        var transaction = new TransactionFields(node).transaction();
        var hash = Hash.ofHex(node.required("hash").stringValue());
        if (!transaction.hash().equals(hash)) throw new ReplayException("the fields of " + hash + " have another hash");
        return transaction;
    }

    private Transaction transaction() throws ReplayException {
        var type = node.has("type") ? number("type") : 0;
        return switch ((int) type) {
            case 0 -> new Transaction.Legacy(nonce(), u256("gasPrice"), gas(), to(), value(), data(), signature("v"));
            case 1 ->
                new Transaction.AccessList(
                        u256("chainId"),
                        nonce(),
                        u256("gasPrice"),
                        gas(),
                        to(),
                        value(),
                        data(),
                        accessList(),
                        parity());
            case 2 ->
                new Transaction.DynamicFee(
                        u256("chainId"),
                        nonce(),
                        u256("maxPriorityFeePerGas"),
                        u256("maxFeePerGas"),
                        gas(),
                        to(),
                        value(),
                        data(),
                        accessList(),
                        parity());
            case 3 -> blob();
            default -> throw new ReplayException("transactions of type " + type + " are not read");
        };
    }

    private Transaction blob() throws ReplayException {
        var to = to();
        if (to == null) throw new ReplayException("a blob transaction that creates");
        var hashes = new ArrayList<Hash>();
        for (var hash : node.required("blobVersionedHashes")) hashes.add(Hash.ofHex(hash.stringValue()));
        return new Transaction.Blob(
                u256("chainId"),
                nonce(),
                u256("maxPriorityFeePerGas"),
                u256("maxFeePerGas"),
                gas(),
                to,
                value(),
                data(),
                accessList(),
                u256("maxFeePerBlobGas"),
                hashes,
                parity());
    }

    private long number(String name) {
        return Long.parseUnsignedLong(node.required(name).stringValue().substring(2), 16);
    }

    private U256 u256(String name) {
        return U256.ofHex(node.required(name).stringValue());
    }

    private long nonce() {
        return number("nonce");
    }

    private long gas() {
        return number("gas");
    }

    private U256 value() {
        return u256("value");
    }

    private @Nullable Address to() {
        var to = node.path("to");
        return to.isMissingNode() || to.isNull() ? null : Address.ofHex(to.stringValue());
    }

    private byte[] data() {
        return HexFormat.of().parseHex(node.required("input").stringValue().substring(2));
    }

    private Signature parity() {
        return signature(node.has("yParity") ? "yParity" : "v");
    }

    private Signature signature(String v) {
        return new Signature(u256(v), u256("r"), u256("s"));
    }

    private List<AccessEntry> accessList() {
        var entries = new ArrayList<AccessEntry>();
        for (var entry : node.required("accessList")) {
            var slots = new ArrayList<Hash>();
            for (var slot : entry.required("storageKeys")) slots.add(Hash.ofHex(slot.stringValue()));
            entries.add(new AccessEntry(Address.ofHex(entry.required("address").stringValue()), slots));
        }
        return entries;
    }
}
