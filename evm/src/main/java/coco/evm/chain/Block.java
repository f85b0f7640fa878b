package coco.evm.chain;

import coco.evm.rlp.RlpException;
import coco.evm.rlp.RlpReader;
import coco.evm.rlp.RlpWriter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A block; {@code withdrawals} is null before Shanghai. Nothing in the body is checked against the header. */
public record Block(
        BlockHeader header,
        List<Transaction> transactions,
        List<BlockHeader> ommers,
        @Nullable List<Withdrawal> withdrawals) {
    public Block {
        transactions = List.copyOf(transactions);
        ommers = List.copyOf(ommers);
        withdrawals = withdrawals == null ? null : List.copyOf(withdrawals);
    }

    public byte[] encode() {
        var writer = new RlpWriter(4096).begin();
        header.write(writer);
        writer.begin();
        for (var transaction : transactions) {
            if (transaction.type() == 0) writer.raw(transaction.encode());
            else writer.bytes(transaction.encode());
        }
        writer.end().begin();
        for (var ommer : ommers) ommer.write(writer);
        writer.end();
        if (withdrawals != null) {
            writer.begin();
            for (var withdrawal : withdrawals) withdrawal.write(writer);
            writer.end();
        }
        return writer.end().toArray();
    }

    /** @throws RlpException for anything but the canonical form */
    public static Block decode(byte[] bytes) throws RlpException {
        var reader = RlpReader.of(bytes);
        var block = read(reader);
        reader.finish();
        return block;
    }

    /** Reads the next block of several, such as those of an exported chain. */
    public static Block read(RlpReader reader) throws RlpException {
        var list = reader.list();
        var block = new Block(
                BlockHeader.read(list),
                readTransactions(list),
                readOmmers(list),
                list.hasNext() ? readWithdrawals(list) : null);
        list.finish();
        return block;
    }

    private static List<Transaction> readTransactions(RlpReader reader) throws RlpException {
        var transactions = new ArrayList<Transaction>();
        var list = reader.list();
        while (list.hasNext()) {
            var legacy = list.nextIsList();
            var bytes = legacy ? list.raw() : list.bytes();
            if (!legacy && bytes.length > 0 && (bytes[0] & 0xff) >= 0xc0)
                throw new RlpException("a legacy transaction as a string");
            transactions.add(Transaction.decode(bytes));
        }
        return transactions;
    }

    private static List<BlockHeader> readOmmers(RlpReader reader) throws RlpException {
        var ommers = new ArrayList<BlockHeader>();
        var list = reader.list();
        while (list.hasNext()) ommers.add(BlockHeader.read(list));
        return ommers;
    }

    private static List<Withdrawal> readWithdrawals(RlpReader reader) throws RlpException {
        var withdrawals = new ArrayList<Withdrawal>();
        var list = reader.list();
        while (list.hasNext()) withdrawals.add(Withdrawal.read(list));
        return withdrawals;
    }
}
