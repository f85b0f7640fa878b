/**
 * The contracts that every Ethereum chain has from the start, at addresses 1 to 17 and 256. Start from
 * {@link coco.evm.precompile.Precompiles#of}: it knows which of them a fork has, and at which price.
 */
@NullMarked
package coco.evm.precompile;

import org.jspecify.annotations.NullMarked;
