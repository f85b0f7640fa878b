package coco.replica;

import coco.store.WriteSet;

/**
 * What the first entry of a ledger holds.
 *
 * @param writes the constitution: members, nodes, manifests, settings, service identity, in the governance tables
 * @param viewBase 1, so that the first view is 2
 */
public record Genesis(WriteSet writes, long viewBase) {}
