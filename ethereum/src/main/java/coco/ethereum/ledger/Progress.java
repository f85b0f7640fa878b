package coco.ethereum.ledger;

import coco.crypto.Bytes;
import coco.evm.rlp.RlpWriter;

/**
 * How far the block being built is; each of its transactions writes it.
 *
 * @param transactions so far, as are the others
 * @param blobGasUsed EIP-4844
 */
public record Progress(int transactions, long gasUsed, int logs, long blobGasUsed) {
    public static final Progress NONE = new Progress(0, 0, 0, 0);

    public Bytes encode() {
        return Rows.bytes(new RlpWriter(24)
                .begin()
                .integer(transactions)
                .integer(gasUsed)
                .integer(logs)
                .integer(blobGasUsed)
                .end());
    }

    public static Progress decode(Bytes bytes) {
        return Rows.read(
                bytes,
                list -> new Progress(
                        (int) list.nonNegativeLong(),
                        list.nonNegativeLong(),
                        (int) list.nonNegativeLong(),
                        list.nonNegativeLong()));
    }
}
