package coco.ethereum.rpc;

import coco.evm.AccountState;
import coco.evm.Address;
import coco.evm.Hash;
import coco.evm.U256;
import coco.evm.WorldView;
import coco.evm.hash.Keccak256;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A state with some accounts set otherwise: the third parameter of eth_call and eth_estimateGas. */
final class StateOverrides implements WorldView {
    private final WorldView below;
    private final Map<Address, Account> accounts;

    /** What is set of an account; null: as it is. {@code whole}: the slots are all there are. */
    @SuppressWarnings("ArrayRecordComponent") // read in place; accounts are not compared
    private record Account(
            @Nullable Long nonce,
            @Nullable U256 balance,
            byte @Nullable [] code,
            boolean whole,
            Map<U256, U256> slots) {}

    private StateOverrides(WorldView below, Map<Address, Account> accounts) {
        this.below = below;
        this.accounts = accounts;
    }

    static WorldView over(WorldView below, @Nullable JsonNode node) throws RpcException {
        if (node == null || node.isEmpty()) return below;
        if (!node.isObject()) throw RpcException.params("invalid argument 2: not an object of state overrides");
        var accounts = new HashMap<Address, Account>();
        for (var entry : node.properties())
            accounts.put(address(entry.getKey()), account(entry.getKey(), entry.getValue()));
        return new StateOverrides(below, accounts);
    }

    private static Address address(String text) throws RpcException {
        return Params.address("invalid argument 2", tools.jackson.databind.node.StringNode.valueOf(text));
    }

    private static Account account(String address, JsonNode node) throws RpcException {
        var what = "invalid argument 2";
        if (node.hasNonNull("state") && node.hasNonNull("stateDiff"))
            throw RpcException.server("account " + address + " has both 'state' and 'stateDiff'");
        var slots = new HashMap<U256, U256>();
        var whole = node.hasNonNull("state");
        var given = whole ? node.get("state") : node.get("stateDiff");
        if (given != null)
            for (var slot : given.properties()) {
                var key = Params.hash(what, tools.jackson.databind.node.StringNode.valueOf(slot.getKey()));
                slots.put(
                        U256.ofBytes(key.unsafeArray()),
                        U256.ofBytes(Params.hash(what, slot.getValue()).unsafeArray()));
            }
        return new Account(
                node.hasNonNull("nonce") ? Long.valueOf(Params.longQuantity(what, node.get("nonce"))) : null,
                node.hasNonNull("balance") ? Params.u256(what, node.get("balance")) : null,
                node.hasNonNull("code") ? Params.bytes(what, node.get("code")) : null,
                whole,
                slots);
    }

    @Override
    public @Nullable AccountState account(Address address) {
        var state = below.account(address);
        var set = accounts.get(address);
        if (set == null) return state;
        var old = state == null ? AccountState.EMPTY : state;
        return new AccountState(
                set.nonce == null ? old.nonce() : set.nonce,
                set.balance == null ? old.balance() : set.balance,
                set.code == null ? old.codeHash() : hash(set.code));
    }

    private static Hash hash(byte[] code) {
        return Hash.unsafeWrap(Keccak256.hash(code));
    }

    @Override
    public byte[] code(Hash codeHash) {
        for (var set : accounts.values()) if (set.code != null && hash(set.code).equals(codeHash)) return set.code;
        return below.code(codeHash);
    }

    @Override
    public U256 storage(Address address, U256 key) {
        var set = accounts.get(address);
        var value = set == null ? null : set.slots.get(key);
        if (value != null) return value;
        return set != null && set.whole ? U256.ZERO : below.storage(address, key);
    }

    @Override
    public boolean hasStorage(Address address) {
        var set = accounts.get(address);
        if (set != null && set.whole) return set.slots.values().stream().anyMatch(value -> !value.isZero());
        return below.hasStorage(address);
    }

    @Override
    public Hash blockHash(long number) {
        return below.blockHash(number);
    }
}
