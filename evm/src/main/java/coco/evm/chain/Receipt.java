package coco.evm.chain;

import coco.evm.Hash;
import coco.evm.rlp.RlpException;
import coco.evm.rlp.RlpReader;
import coco.evm.rlp.RlpWriter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a transaction left behind in its block.
 *
 * @param type of the transaction
 * @param postState the state root after it, before Byzantium; null since, when {@code success} says it (EIP-658)
 * @param cumulativeGasUsed by all transactions of the block up to this one
 */
public record Receipt(
        int type, @Nullable Hash postState, boolean success, long cumulativeGasUsed, LogsBloom bloom, List<Log> logs) {
    public Receipt {
        logs = List.copyOf(logs);
    }

    /** A receipt since Byzantium. */
    public static Receipt of(int type, boolean success, long cumulativeGasUsed, List<Log> logs) {
        return new Receipt(type, null, success, cumulativeGasUsed, LogsBloom.of(logs), logs);
    }

    /** The canonical form: the type's byte, where it is not 0, and a list. */
    public byte[] encode() {
        var writer = new RlpWriter(512);
        if (type != 0) writer.raw(new byte[] {(byte) type});
        writer.begin();
        if (postState != null) writer.hash(postState);
        else writer.integer(success ? 1 : 0);
        writer.integer(cumulativeGasUsed).bytes(bloom.unsafeArray()).begin();
        for (var log : logs) log.write(writer);
        return writer.end().end().toArray();
    }

    /** @throws RlpException for anything but the canonical form */
    public static Receipt decode(byte[] bytes) throws RlpException {
        if (bytes.length == 0) throw new RlpException("an empty receipt");
        var type = (bytes[0] & 0xff) >= 0xc0 ? 0 : bytes[0];
        if (type < 0 || type > 4 || type == 0 && bytes[0] == 0) throw new RlpException("unknown receipt type");
        var reader = RlpReader.of(bytes, type == 0 ? 0 : 1, bytes.length);
        var list = reader.list();
        reader.finish();
        var first = list.bytes();
        if (first.length > 1 && first.length != Hash.SIZE || first.length == 1 && first[0] != 1)
            throw new RlpException("neither a status nor a state root");
        var receipt = new Receipt(
                type,
                first.length == Hash.SIZE ? Hash.of(first) : null,
                first.length == 1,
                list.nonNegativeLong(),
                LogsBloom.of(list.bytes(LogsBloom.SIZE)),
                readLogs(list));
        list.finish();
        return receipt;
    }

    private static List<Log> readLogs(RlpReader reader) throws RlpException {
        var logs = new ArrayList<Log>();
        var list = reader.list();
        while (list.hasNext()) logs.add(Log.read(list));
        return logs;
    }
}
