/**
 * What a chain is by its genesis: {@link coco.ethereum.chain.EthereumGenesis} reads a file in geth's format and gives the
 * write set of the network's first entry; {@link coco.ethereum.chain.ChainRules} are the rules in it, forks and our own
 * settings under {@code config.coco}, which the ledger carries from then on.
 */
@NullMarked
package coco.ethereum.chain;

import org.jspecify.annotations.NullMarked;
