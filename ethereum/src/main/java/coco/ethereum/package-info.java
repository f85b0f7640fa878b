/**
 * The Ethereum ledger of a Coco network. {@link coco.ethereum.EthereumProtocol} is the way in: it executes transactions over the
 * store by the EVM of {@code coco-evm}, makes a block of each batch, and serves JSON-RPC. {@link coco.ethereum.EthereumRequest} lists
 * what it executes. Everything that counts lies in the tables ({@link coco.ethereum.ledger.Tables}); state tries, transaction
 * pools and recent versions are derived and may be lost.
 */
@NullMarked
package coco.ethereum;

import org.jspecify.annotations.NullMarked;
