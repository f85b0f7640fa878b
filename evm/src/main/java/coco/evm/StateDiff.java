package coco.evm;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one transaction changed: the write set. Applying the diffs of a session in order to the view gives the state
 * after it.
 *
 * @param accounts ascending by address, each once; accounts that end as they began are not listed
 * @param codes codes deployed, ascending by hash, each once
 */
public record StateDiff(List<AccountChange> accounts, List<CodeChange> codes) {
    public static final StateDiff NONE = new StateDiff(List.of(), List.of());

    /**
     * An account afterwards.
     *
     * @param after null: the account and all its storage are gone
     * @param slots ascending by key; empty where the account is gone
     */
    public record AccountChange(Address address, @Nullable AccountState after, List<SlotChange> slots) {}

    /** @param after zero: the slot is gone */
    public record SlotChange(U256 key, U256 after) {}

    @SuppressWarnings("ArrayRecordComponent") // told apart by its hash
    public record CodeChange(Hash hash, byte[] code) {}
}
