package coco.evm.chain;

import coco.evm.rlp.RlpException;
import coco.evm.rlp.RlpReader;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A transaction as it is submitted: type 3 comes with its blobs (EIP-4844, EIP-7594), the others as they are. The blobs are
 * read, not checked against their hashes.
 */
public record NetworkTransaction(
        Transaction transaction, @Nullable Sidecar sidecar) {
    private static final int BLOB_SIZE = 131_072;
    private static final int POINT_SIZE = 48;

    /**
     * What type 3 travels with.
     *
     * @param version 0: a proof for a blob; 1: 128 cell proofs for a blob
     * @param blobs of 131,072 bytes each
     * @param commitments of 48 bytes each, as are the proofs
     */
    public record Sidecar(int version, List<byte[]> blobs, List<byte[]> commitments, List<byte[]> proofs) {
        public Sidecar {
            blobs = List.copyOf(blobs);
            commitments = List.copyOf(commitments);
            proofs = List.copyOf(proofs);
        }
    }

    /** @throws RlpException for anything but the canonical form; type 3 may come without its blobs */
    public static NetworkTransaction decode(byte[] bytes) throws RlpException {
        if (bytes.length == 0 || bytes[0] != 3) return new NetworkTransaction(Transaction.decode(bytes), null);
        var reader = RlpReader.of(bytes, 1, bytes.length);
        var list = reader.list();
        reader.finish();
        if (!list.nextIsList()) return new NetworkTransaction(Transaction.decode(bytes), null);
        var transaction = TransactionCodec.typed((byte) 3, list.list());
        var version = 0;
        if (!list.nextIsList()) {
            version = 1;
            if (list.unsignedLong() != version) throw new RlpException("unknown version of a sidecar");
        }
        var sidecar =
                new Sidecar(version, strings(list, BLOB_SIZE), strings(list, POINT_SIZE), strings(list, POINT_SIZE));
        list.finish();
        return new NetworkTransaction(transaction, sidecar);
    }

    private static List<byte[]> strings(RlpReader reader, int size) throws RlpException {
        var strings = new ArrayList<byte[]>();
        var list = reader.list();
        while (list.hasNext()) strings.add(list.bytes(size));
        return strings;
    }
}
