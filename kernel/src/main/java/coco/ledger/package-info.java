/** Entries, their sealing, the Merkle tree over them, signatures, receipts and chunk files. */
@org.jspecify.annotations.NullMarked
package coco.ledger;
