package coco.replica;

import coco.ledger.NodeId;
import coco.store.Tx;
import coco.store.Version;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The voters of the log, as the newest applied configuration has them.
 *
 * @param changing whether this node has asked to change them and does not know yet what came of it
 */
record Voters(Set<NodeId> nodes, boolean changing) {
    static final Voters UNKNOWN = new Voters(Set.of(), false);

    Voters {
        nodes = Set.copyOf(nodes);
    }

    /**
     * Why {@code tx}, which changes the nodes of the ledger, may not be placed now; null where it may. The voters follow the ledger one
     * node at a time: a second change before they have followed the first would leave no node that may lead (rule 4).
     */
    @Nullable
    String refusal(Tx tx, Version head) {
        if (TrustedNodes.of(tx).equals(TrustedNodes.of(head))) return null;
        if (changing || TrustedNodes.mismatch(tx, nodes) != null)
            return "the voters of the log still follow another change";
        return null;
    }
}
