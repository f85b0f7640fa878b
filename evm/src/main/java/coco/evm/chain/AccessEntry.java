package coco.evm.chain;

import coco.evm.Address;
import coco.evm.Hash;
import java.util.List;

/** One line of an access list (EIP-2930): an account and slots of it. */
public record AccessEntry(Address address, List<Hash> slots) {
    public AccessEntry {
        slots = List.copyOf(slots);
    }
}
