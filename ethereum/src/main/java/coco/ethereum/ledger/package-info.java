/**
 * How the Ethereum ledger lies in the store: {@link coco.ethereum.ledger.Tables} names the tables and says what is in them,
 * each kind of row is a record with its canonical bytes, and {@link coco.ethereum.ledger.Chain} reads them from a version or
 * from a transaction at work.
 */
@NullMarked
package coco.ethereum.ledger;

import org.jspecify.annotations.NullMarked;
