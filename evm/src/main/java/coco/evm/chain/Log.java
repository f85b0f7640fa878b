package coco.evm.chain;

import coco.evm.Address;
import coco.evm.Hash;
import coco.evm.rlp.RlpException;
import coco.evm.rlp.RlpReader;
import coco.evm.rlp.RlpWriter;
import java.util.Arrays;
import java.util.List;

/**
 * What a contract told the world: at most four topics and any data. The array is not copied: who makes a log gives it up.
 */
@SuppressWarnings("ArrayRecordComponent") // equals and hashCode below compare the content
public record Log(Address address, List<Hash> topics, byte[] data) {
    public Log {
        topics = List.copyOf(topics);
    }

    public void write(RlpWriter writer) {
        writer.begin().address(address);
        TransactionCodec.writeHashes(writer, topics);
        writer.bytes(data).end();
    }

    static Log read(RlpReader reader) throws RlpException {
        var list = reader.list();
        var log = new Log(list.address(), TransactionCodec.readHashes(list), list.bytes());
        list.finish();
        return log;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Log log
                && address.equals(log.address)
                && topics.equals(log.topics)
                && Arrays.equals(data, log.data);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * address.hashCode() + topics.hashCode()) + Arrays.hashCode(data);
    }
}
