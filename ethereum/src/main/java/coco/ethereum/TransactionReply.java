package coco.ethereum;

import coco.crypto.Bytes;
import coco.crypto.MalformedException;
import coco.evm.rlp.RlpException;
import coco.evm.rlp.RlpReader;
import coco.evm.rlp.RlpWriter;

/** The reply to an executed transaction: where it stands, and whether it did what it was to do. */
public record TransactionReply(long blockNumber, int index, boolean success) {
    public Bytes encode() {
        return Bytes.unsafeWrap(new RlpWriter(16)
                .begin()
                .integer(blockNumber)
                .integer(index)
                .integer(success ? 1 : 0)
                .end()
                .toArray());
    }

    public static TransactionReply decode(Bytes bytes) throws MalformedException {
        try {
            var list = RlpReader.of(bytes.unsafeArray()).list();
            var reply = new TransactionReply(
                    list.nonNegativeLong(), (int) list.nonNegativeLong(), list.nonNegativeLong() == 1);
            list.finish();
            return reply;
        } catch (RlpException e) {
            throw new MalformedException("not the reply to a transaction", e);
        }
    }
}
