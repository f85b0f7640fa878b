/**
 * What the network is allowed to be, as tables of the ledger: their names and the JSON values in them.
 *
 * <p>Names and shapes are those of CCF, so that its tools read our ledgers and ours read its. Start with
 * {@link coco.ledger.Tables}; {@link coco.ledger.Json} is the one form in which values are written.
 */
@org.jspecify.annotations.NullMarked
package coco.governance;
