package coco.ethereum.block;

import static org.junit.jupiter.api.Assertions.assertEquals;

import coco.ethereum.ledger.Chain;
import coco.store.Version;

/** Compares the root in the ledger with one that is built from all tables. */
public final class StateRootsCheck {
    private StateRootsCheck() {}

    public static void assertRootIsTheTables(Version version) {
        var chain = Chain.of(version);
        var open = chain.open();
        var claimed = open == null ? chain.head().stateRoot() : open.stateRoot();
        assertEquals(StateRoots.build(chain).root(), claimed, "the state root in the ledger");
    }
}
