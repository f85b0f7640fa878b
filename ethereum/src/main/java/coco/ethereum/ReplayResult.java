package coco.ethereum;

import coco.crypto.Bytes;
import coco.crypto.MalformedException;
import coco.evm.Hash;
import coco.evm.chain.LogsBloom;
import coco.evm.rlp.RlpException;
import coco.evm.rlp.RlpReader;
import coco.evm.rlp.RlpWriter;

/**
 * What came out of a replayed block.
 *
 * @param number of the block of this chain that holds its transactions
 * @param transactionsRoot tells which transactions these were, and in which order
 */
public record ReplayResult(
        long number, int transactions, Hash transactionsRoot, long gasUsed, LogsBloom logsBloom, Hash receiptsRoot) {
    public Bytes encode() {
        return Bytes.unsafeWrap(new RlpWriter(320)
                .begin()
                .integer(number)
                .integer(transactions)
                .hash(transactionsRoot)
                .integer(gasUsed)
                .bytes(logsBloom.unsafeArray())
                .hash(receiptsRoot)
                .end()
                .toArray());
    }

    public static ReplayResult decode(Bytes bytes) throws MalformedException {
        try {
            var list = RlpReader.of(bytes.unsafeArray()).list();
            var result = new ReplayResult(
                    list.nonNegativeLong(),
                    (int) list.nonNegativeLong(),
                    list.hash(),
                    list.nonNegativeLong(),
                    LogsBloom.of(list.bytes(LogsBloom.SIZE)),
                    list.hash());
            list.finish();
            return result;
        } catch (RlpException e) {
            throw new MalformedException("not the result of a replay", e);
        }
    }
}
