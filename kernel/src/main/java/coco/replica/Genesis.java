package coco.replica;

import coco.store.Table;
import coco.store.WriteSet;

/**
 * What the first entry of a ledger holds.
 *
 * @param writes the constitution: members, nodes, manifests, settings, service identity, in the governance tables
 * @param viewBase what is added to a Raft term to get the view; 1, so that the first view is 2
 */
public record Genesis(WriteSet writes, long viewBase) {
    /** One row: the view base in force, a JSON number. */
    static final Table VIEW_BASE = new Table("public:coco.internal.view_base");
}
