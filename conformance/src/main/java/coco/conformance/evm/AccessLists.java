package coco.conformance.evm;

import coco.evm.chain.BlockAccessList;
import coco.evm.chain.BlockAccessList.AccountAccess;
import coco.evm.chain.BlockAccessList.BalanceChange;
import coco.evm.chain.BlockAccessList.CodeChange;
import coco.evm.chain.BlockAccessList.NonceChange;
import coco.evm.chain.BlockAccessList.SlotChanges;
import coco.evm.chain.BlockAccessList.StorageChange;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The access lists that tests have beside their blocks (EIP-7928). */
final class AccessLists {
    private AccessLists() {}

    /** Of a block that is taken or, in its decoded form, of one that is not; null where the test has none. */
    static @Nullable BlockAccessList of(JsonNode block) {
        var list = block.has("rlp_decoded")
                ? block.get("rlp_decoded").path("blockAccessList")
                : block.path("blockAccessList");
        return list.isArray() ? new BlockAccessList(all(list, AccessLists::account)) : null;
    }

    private static <T> List<T> all(JsonNode list, Function<JsonNode, T> read) {
        return list.valueStream().map(read).toList();
    }

    private static AccountAccess account(JsonNode json) {
        return new AccountAccess(
                Values.address(json.get("address")),
                all(
                        json.get("storageChanges"),
                        slot -> new SlotChanges(
                                Values.number(slot.get("slot")),
                                all(
                                        slot.get("slotChanges"),
                                        one -> new StorageChange(index(one), Values.number(one.get("postValue")))))),
                all(json.get("storageReads"), Values::number),
                all(
                        json.get("balanceChanges"),
                        one -> new BalanceChange(index(one), Values.number(one.get("postBalance")))),
                all(
                        json.get("nonceChanges"),
                        one -> new NonceChange(
                                index(one), Values.number(one.get("postNonce")).limb0())),
                all(json.get("codeChanges"), one -> new CodeChange(index(one), Values.bytes(one.get("newCode")))));
    }

    private static long index(JsonNode change) {
        return Values.number(change.get("blockAccessIndex")).limb0();
    }
}
