/**
 * Load on an Ethereum endpoint, ours or another client's. Transactions are signed before anything is measured; what counts is what has
 * a receipt of success, and the balances are checked afterwards.
 */
@NullMarked
package coco.bench.ethereum;

import org.jspecify.annotations.NullMarked;
