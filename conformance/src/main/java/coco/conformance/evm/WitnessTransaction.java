package coco.conformance.evm;

import static coco.conformance.evm.WitnessBlocks.number;

import coco.evm.Address;
import coco.evm.Hash;
import coco.evm.U256;
import coco.evm.chain.AccessEntry;
import coco.evm.chain.Authorization;
import coco.evm.chain.Signature;
import coco.evm.chain.Transaction;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A transaction of a block with a witness: its kind, the fields of that, and the signature beside them. */
final class WitnessTransaction {
    private final JsonNode fields;
    private final JsonNode signature;

    private WitnessTransaction(JsonNode fields, JsonNode signature) {
        this.fields = fields;
        this.signature = signature;
    }

    static Transaction read(JsonNode json) {
        for (var kind : json.get("transaction").properties())
            return new WitnessTransaction(kind.getValue(), json.get("signature")).read(kind.getKey());
        throw new IllegalArgumentException("a transaction of no kind");
    }

    private Transaction read(String kind) {
        return switch (kind) {
            case "Legacy" ->
                new Transaction.Legacy(nonce(), u256("gas_price"), gas(), to(), u256("value"), data(), legacy());
            case "Eip2930" ->
                new Transaction.AccessList(
                        u256("chain_id"),
                        nonce(),
                        u256("gas_price"),
                        gas(),
                        to(),
                        u256("value"),
                        data(),
                        accessList(),
                        signature());
            case "Eip1559" ->
                new Transaction.DynamicFee(
                        u256("chain_id"),
                        nonce(),
                        u256("max_priority_fee_per_gas"),
                        u256("max_fee_per_gas"),
                        gas(),
                        to(),
                        u256("value"),
                        data(),
                        accessList(),
                        signature());
            case "Eip4844" ->
                new Transaction.Blob(
                        u256("chain_id"),
                        nonce(),
                        u256("max_priority_fee_per_gas"),
                        u256("max_fee_per_gas"),
                        gas(),
                        Objects.requireNonNull(to()),
                        u256("value"),
                        data(),
                        accessList(),
                        u256("max_fee_per_blob_gas"),
                        fields.get("blob_versioned_hashes")
                                .valueStream()
                                .map(Values::hash)
                                .toList(),
                        signature());
            case "Eip7702" ->
                new Transaction.SetCode(
                        u256("chain_id"),
                        nonce(),
                        u256("max_priority_fee_per_gas"),
                        u256("max_fee_per_gas"),
                        gas(),
                        Objects.requireNonNull(to()),
                        u256("value"),
                        data(),
                        accessList(),
                        authorizations(),
                        signature());
            default -> throw new IllegalArgumentException("a transaction of an unknown kind: " + kind);
        };
    }

    private U256 u256(String name) {
        return number(fields.get(name));
    }

    private long nonce() {
        return u256("nonce").limb0();
    }

    private long gas() {
        return u256("gas_limit").limb0();
    }

    private @Nullable Address to() {
        return fields.hasNonNull("to") ? Values.address(fields.get("to")) : null;
    }

    private byte[] data() {
        return Values.bytes(fields.get("input"));
    }

    private Signature signature() {
        return signature(signature);
    }

    private static Signature signature(JsonNode json) {
        return new Signature(number(json.get("yParity")), number(json.get("r")), number(json.get("s")));
    }

    /** EIP-155: the parity and the chain's id are one number in the transaction itself. */
    private Signature legacy() {
        var plain = signature();
        var base = U256.of(27);
        if (fields.hasNonNull("chain_id")) {
            var chain = u256("chain_id");
            base = chain.plus(chain).plus(U256.of(35));
        }
        return new Signature(plain.v().plus(base), plain.r(), plain.s());
    }

    private List<AccessEntry> accessList() {
        return fields.get("access_list")
                .valueStream()
                .map(entry -> new AccessEntry(Values.address(entry.get("address")), hashes(entry.get("storageKeys"))))
                .toList();
    }

    private static List<Hash> hashes(JsonNode list) {
        return list.valueStream().map(Values::hash).toList();
    }

    private List<Authorization> authorizations() {
        return fields.get("authorization_list")
                .valueStream()
                .map(one -> new Authorization(
                        number(one.get("chainId")),
                        Values.address(one.get("address")),
                        number(one.get("nonce")).limb0(),
                        signature(one)))
                .toList();
    }
}
