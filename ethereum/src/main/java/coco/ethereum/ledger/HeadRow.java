package coco.ethereum.ledger;

import coco.crypto.Bytes;
import coco.evm.Hash;
import coco.evm.rlp.RlpWriter;

/**
 * The last block.
 *
 * @param sealedMillis ledger time when it was ended
 */
public record HeadRow(long number, Hash hash, Hash stateRoot, long sealedMillis) {
    public Bytes encode() {
        return Rows.bytes(new RlpWriter(96)
                .begin()
                .integer(number)
                .hash(hash)
                .hash(stateRoot)
                .integer(sealedMillis)
                .end());
    }

    public static HeadRow decode(Bytes bytes) {
        return Rows.read(
                bytes, list -> new HeadRow(list.nonNegativeLong(), list.hash(), list.hash(), list.nonNegativeLong()));
    }
}
