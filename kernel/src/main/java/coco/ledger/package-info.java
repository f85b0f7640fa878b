/**
 * The ledger as bytes: entries and their sealing, the Merkle tree over them, signatures, receipts, chunk files, and the
 * verifier that judges all of it offline.
 *
 * <p>The formats are those of CCF 7, byte for byte. An entry's path is {@link coco.ledger.Draft}, sealed by
 * {@link coco.ledger.Sealer} into an {@link coco.ledger.Entry}, whose leaf goes into the {@link coco.ledger.MerkleTree};
 * a batch ends in a {@link coco.ledger.SignatureEntry} over the root. {@link coco.ledger.Receipt} proves one entry,
 * {@link coco.ledger.LedgerVerifier} judges them all. Nothing here reads a file or a clock.
 */
@org.jspecify.annotations.NullMarked
package coco.ledger;
