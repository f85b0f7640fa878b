/**
 * Transactions between a gateway's acceptance and the network's: {@link coco.ethereum.pool.Admission} says whether one is let in,
 * {@link coco.ethereum.pool.TransactionPool} keeps it until it is committed or given up, first come first served. The transactions
 * of a replayed block go another way, {@link coco.ethereum.pool.ReplayLane}.
 */
@NullMarked
package coco.ethereum.pool;

import org.jspecify.annotations.NullMarked;
