package coco.ethereum.ledger;

import coco.crypto.Bytes;
import coco.evm.rlp.RlpException;
import coco.evm.rlp.RlpReader;
import coco.evm.rlp.RlpWriter;

/** Rows are RLP lists; one that does not read is a broken invariant, for only this module writes them. */
final class Rows {
    private Rows() {}

    @FunctionalInterface
    interface Reader<T> {
        T read(RlpReader list) throws RlpException;
    }

    static Bytes bytes(RlpWriter writer) {
        return Bytes.unsafeWrap(writer.toArray());
    }

    static <T> T read(Bytes bytes, Reader<T> reader) {
        try {
            var top = RlpReader.of(bytes.unsafeArray());
            var list = top.list();
            var row = reader.read(list);
            list.finish();
            top.finish();
            return row;
        } catch (RlpException e) {
            throw new IllegalStateException("a row of the Ethereum ledger does not read", e);
        }
    }
}
