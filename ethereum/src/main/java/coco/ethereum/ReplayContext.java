package coco.ethereum;

import coco.evm.Address;
import coco.evm.BlobSchedule;
import coco.evm.BlockContext;
import coco.evm.Fork;
import coco.evm.Hash;
import coco.evm.U256;
import coco.evm.rlp.RlpException;
import coco.evm.rlp.RlpReader;
import coco.evm.rlp.RlpWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/**
 * The block that a replay stands in for: what its code can learn of it.
 *
 * @param timestamp seconds since 1970
 * @param difficulty zero from Paris on
 * @param prevRandao from Paris on
 * @param ancestors hashes of blocks before it by number, as far as BLOCKHASH asks for them
 */
public record ReplayContext(
        Fork fork,
        BlobSchedule blobs,
        long number,
        long timestamp,
        Address coinbase,
        long gasLimit,
        U256 difficulty,
        Hash prevRandao,
        U256 baseFee,
        long excessBlobGas,
        Map<Long, Hash> ancestors) {
    public ReplayContext {
        ancestors = Map.copyOf(ancestors);
    }

    /** As the EVM takes it. */
    public BlockContext block() {
        return new BlockContext(
                number,
                timestamp,
                coinbase,
                gasLimit,
                difficulty,
                U256.ofBytes(prevRandao.unsafeArray()),
                baseFee,
                fork.isAtLeast(Fork.CANCUN) ? blobs.baseFee(excessBlobGas) : U256.ZERO);
    }

    public void write(RlpWriter writer) {
        writer.begin().bytes(fork.name().getBytes(StandardCharsets.US_ASCII));
        writer.integer(blobs.target()).integer(blobs.max()).integer(blobs.maxPerTransaction());
        writer.integer(blobs.baseFeeUpdateFraction())
                .integer(number)
                .integer(timestamp)
                .address(coinbase);
        writer.integer(gasLimit)
                .integer(difficulty)
                .hash(prevRandao)
                .integer(baseFee)
                .integer(excessBlobGas);
        writer.begin();
        new TreeMap<>(ancestors)
                .forEach((ancestor, hash) -> writer.integer(ancestor).hash(hash));
        writer.end().end();
    }

    public static ReplayContext read(RlpReader reader) throws RlpException {
        var list = reader.list();
        var fork = readFork(list);
        var context = new ReplayContext(
                fork,
                new BlobSchedule(
                        (int) list.nonNegativeLong(),
                        (int) list.nonNegativeLong(),
                        (int) list.nonNegativeLong(),
                        list.nonNegativeLong()),
                list.nonNegativeLong(),
                list.nonNegativeLong(),
                list.address(),
                list.nonNegativeLong(),
                list.u256(),
                list.hash(),
                list.u256(),
                list.nonNegativeLong(),
                readAncestors(list.list()));
        list.finish();
        return context;
    }

    private static Fork readFork(RlpReader list) throws RlpException {
        var name = new String(list.bytes(), StandardCharsets.US_ASCII);
        for (var fork : Fork.values()) if (fork.isFinal() && fork.name().equals(name)) return fork;
        throw new RlpException("unknown fork");
    }

    private static Map<Long, Hash> readAncestors(RlpReader list) throws RlpException {
        var ancestors = new TreeMap<Long, Hash>();
        while (list.hasNext()) ancestors.put(list.nonNegativeLong(), list.hash());
        return ancestors;
    }
}
