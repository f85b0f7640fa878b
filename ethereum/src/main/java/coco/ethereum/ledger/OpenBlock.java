package coco.ethereum.ledger;

import coco.crypto.Bytes;
import coco.ethereum.ReplayContext;
import coco.evm.Hash;
import coco.evm.U256;
import coco.evm.rlp.RlpWriter;
import org.jspecify.annotations.Nullable;

/**
 * The block being built.
 *
 * @param timestamp seconds since 1970
 * @param openedMillis ledger time of its first transaction
 * @param prevRandao drawn by the leader that opened it
 * @param stateRoot after the last batch that worked on it; the parent's before
 * @param replay what a replayed block looks like to the code in it; null for a block of our own
 */
public record OpenBlock(
        long number,
        long timestamp,
        long openedMillis,
        Hash parentHash,
        Hash prevRandao,
        long gasLimit,
        U256 baseFee,
        long excessBlobGas,
        Hash stateRoot,
        @Nullable ReplayContext replay) {
    public OpenBlock withStateRoot(Hash root) {
        return new OpenBlock(
                number,
                timestamp,
                openedMillis,
                parentHash,
                prevRandao,
                gasLimit,
                baseFee,
                excessBlobGas,
                root,
                replay);
    }

    public Bytes encode() {
        var writer = new RlpWriter(160)
                .begin()
                .integer(number)
                .integer(timestamp)
                .integer(openedMillis)
                .hash(parentHash)
                .hash(prevRandao)
                .integer(gasLimit)
                .integer(baseFee)
                .integer(excessBlobGas)
                .hash(stateRoot);
        if (replay != null) replay.write(writer);
        return Rows.bytes(writer.end());
    }

    public static OpenBlock decode(Bytes bytes) {
        return Rows.read(
                bytes,
                list -> new OpenBlock(
                        list.nonNegativeLong(),
                        list.nonNegativeLong(),
                        list.nonNegativeLong(),
                        list.hash(),
                        list.hash(),
                        list.nonNegativeLong(),
                        list.u256(),
                        list.nonNegativeLong(),
                        list.hash(),
                        list.hasNext() ? ReplayContext.read(list) : null));
    }
}
