/**
 * How blocks come to be. {@link coco.ethereum.block.BatchRun} works on one batch: it opens a block at the first transaction, executes
 * each over the store by the EVM, and ends the block with the batch, or later where the consortium wants longer blocks. All that
 * it needs to go on stands in the tables, so another leader can. {@link coco.ethereum.block.StateRoots} keeps the state tries, which
 * are derived from the tables and hold for any history, since each is known by its root.
 */
@NullMarked
package coco.ethereum.block;

import org.jspecify.annotations.NullMarked;
