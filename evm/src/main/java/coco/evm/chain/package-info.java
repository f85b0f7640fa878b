/**
 * What an Ethereum chain is made of, as immutable values and their canonical bytes: transactions of all five types,
 * receipts, logs and their bloom filter, block headers, withdrawals, blocks. Start from
 * {@link coco.evm.chain.Transaction#decode}; {@link coco.evm.chain.TransactionRules} says what a fork asks of a
 * transaction before any state is looked at, {@link coco.evm.chain.SenderRecovery} finds who signed.
 */
@NullMarked
package coco.evm.chain;

import org.jspecify.annotations.NullMarked;
