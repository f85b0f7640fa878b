package coco.evm.chain;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import coco.evm.Address;
import coco.evm.Hash;
import coco.evm.U256;
import coco.evm.rlp.RlpException;
import coco.evm.rlp.RlpWriter;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class NetworkTransactionTest {
    private static final Transaction BLOB = new Transaction.Blob(
            U256.ONE,
            1,
            U256.ONE,
            U256.ONE,
            21_000,
            Address.ZERO,
            U256.ZERO,
            new byte[0],
            List.of(),
            U256.ONE,
            List.of(Hash.ofHex("01" + "00".repeat(31))),
            new Signature(U256.ONE, U256.ONE, U256.ONE));

    private static byte[] network(int version, int blobSize) {
        var canonical = BLOB.encode();
        var writer = new RlpWriter().raw(new byte[] {3}).begin();
        writer.raw(Arrays.copyOfRange(canonical, 1, canonical.length));
        if (version != 0) writer.integer(version);
        writer.begin().bytes(new byte[blobSize]).end();
        writer.begin().bytes(new byte[48]).end();
        writer.begin().bytes(new byte[48]).bytes(new byte[48]).end();
        return writer.end().toArray();
    }

    @Test
    void bothVersionsOfSidecarsAreRead() throws RlpException {
        for (var version = 0; version < 2; version++) {
            var read = NetworkTransaction.decode(network(version, 131_072));
            assertArrayEquals(BLOB.encode(), read.transaction().encode());
            var sidecar = read.sidecar();
            if (sidecar == null) throw new AssertionError("the sidecar is lost");
            assertEquals(version, sidecar.version());
            assertEquals(2, sidecar.proofs().size());
        }
    }

    @Test
    void otherFormsAreRefused() throws RlpException {
        assertThrows(RlpException.class, () -> NetworkTransaction.decode(network(2, 131_072)));
        assertThrows(RlpException.class, () -> NetworkTransaction.decode(network(1, 131_071)));
        assertNull(NetworkTransaction.decode(BLOB.encode()).sidecar());
        assertThrows(RlpException.class, () -> Transaction.decode(network(0, 131_072)));
    }
}
