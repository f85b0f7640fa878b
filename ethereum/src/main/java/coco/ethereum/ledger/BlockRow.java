package coco.ethereum.ledger;

import coco.crypto.Bytes;
import coco.evm.Hash;
import coco.evm.chain.BlockHeader;
import coco.evm.rlp.RlpWriter;

/**
 * A block without its transactions, which are found by its receipts.
 *
 * @param transactions how many
 * @param size bytes of the whole block's RLP
 */
public record BlockRow(Hash hash, BlockHeader header, int transactions, long size) {
    public Bytes encode() {
        return Rows.bytes(new RlpWriter(800)
                .begin()
                .hash(hash)
                .bytes(header.encode())
                .integer(transactions)
                .integer(size)
                .end());
    }

    public static BlockRow decode(Bytes bytes) {
        return Rows.read(
                bytes,
                list -> new BlockRow(
                        list.hash(),
                        BlockHeader.decode(list.bytes()),
                        (int) list.nonNegativeLong(),
                        list.nonNegativeLong()));
    }
}
