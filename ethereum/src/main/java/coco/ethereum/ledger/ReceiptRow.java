package coco.ethereum.ledger;

import coco.crypto.Bytes;
import coco.evm.Hash;
import coco.evm.U256;
import coco.evm.chain.Log;
import coco.evm.chain.Receipt;
import coco.evm.rlp.RlpException;
import coco.evm.rlp.RlpReader;
import coco.evm.rlp.RlpWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * A transaction's receipt, without the bloom filter, which follows from the logs, and with what the receipt of the chain leaves
 * out.
 *
 * @param hash of the transaction
 * @param cumulativeGasUsed in the block up to this transaction
 * @param gasUsed by the transaction alone
 * @param gasPrice wei per gas that was paid
 * @param firstLog logs of the block before this transaction's
 */
public record ReceiptRow(
        Hash hash,
        int type,
        boolean success,
        long cumulativeGasUsed,
        long gasUsed,
        U256 gasPrice,
        int firstLog,
        List<Log> logs) {
    public ReceiptRow {
        logs = List.copyOf(logs);
    }

    /** As the chain has it (Yellow Paper 4.4.1, EIP-658, EIP-2718). */
    public Receipt receipt() {
        return Receipt.of(type, success, cumulativeGasUsed, logs);
    }

    public Bytes encode() {
        var writer = new RlpWriter(96 + 200 * logs.size())
                .begin()
                .hash(hash)
                .integer(type)
                .integer(success ? 1 : 0)
                .integer(cumulativeGasUsed)
                .integer(gasUsed)
                .integer(gasPrice)
                .integer(firstLog)
                .begin();
        for (var log : logs) log.write(writer);
        return Rows.bytes(writer.end().end());
    }

    public static ReceiptRow decode(Bytes bytes) {
        return Rows.read(
                bytes,
                list -> new ReceiptRow(
                        list.hash(),
                        (int) list.nonNegativeLong(),
                        list.nonNegativeLong() == 1,
                        list.nonNegativeLong(),
                        list.nonNegativeLong(),
                        list.u256(),
                        (int) list.nonNegativeLong(),
                        logs(list.list())));
    }

    /** The transaction's hash alone. */
    static Hash hashOf(Bytes bytes) {
        try {
            return RlpReader.of(bytes.unsafeArray()).list().hash();
        } catch (RlpException e) {
            throw new IllegalStateException("a receipt in the ledger does not read", e);
        }
    }

    private static List<Log> logs(RlpReader list) throws RlpException {
        var logs = new ArrayList<Log>();
        while (list.hasNext()) {
            var fields = list.list();
            var address = fields.address();
            var topics = new ArrayList<Hash>();
            var words = fields.list();
            while (words.hasNext()) topics.add(words.hash());
            logs.add(new Log(address, topics, fields.bytes()));
            fields.finish();
        }
        return logs;
    }
}
