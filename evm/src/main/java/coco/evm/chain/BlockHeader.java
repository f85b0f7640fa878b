package coco.evm.chain;

import coco.evm.Address;
import coco.evm.Hash;
import coco.evm.U256;
import coco.evm.hash.Keccak256;
import coco.evm.rlp.RlpException;
import coco.evm.rlp.RlpReader;
import coco.evm.rlp.RlpWriter;
import org.jspecify.annotations.Nullable;

/**
 * A block's header. The last eight fields came one fork after another; a header has all of them up to some point, and null
 * from there on.
 *
 * @param timestamp in seconds since 1970
 * @param extraData not copied: who makes a header gives it up
 * @param mixHash PREVRANDAO since the Merge
 * @param nonce 8 bytes as a number, big-endian
 * @param baseFeePerGas in wei, since London
 * @param withdrawalsRoot since Shanghai
 * @param blobGasUsed since Cancun, as excessBlobGas and parentBeaconBlockRoot
 * @param requestsHash since Prague (EIP-7685)
 * @param blockAccessListHash since Amsterdam (EIP-7928)
 * @param slotNumber unsigned, since Amsterdam (EIP-7843)
 */
@SuppressWarnings("ArrayRecordComponent") // headers are told apart by their hash
public record BlockHeader(
        Hash parentHash,
        Hash ommersHash,
        Address beneficiary,
        Hash stateRoot,
        Hash transactionsRoot,
        Hash receiptsRoot,
        LogsBloom logsBloom,
        U256 difficulty,
        long number,
        long gasLimit,
        long gasUsed,
        long timestamp,
        byte[] extraData,
        Hash mixHash,
        long nonce,
        @Nullable U256 baseFeePerGas,
        @Nullable Hash withdrawalsRoot,
        @Nullable Long blobGasUsed,
        @Nullable Long excessBlobGas,
        @Nullable Hash parentBeaconBlockRoot,
        @Nullable Hash requestsHash,
        @Nullable Hash blockAccessListHash,
        @Nullable Long slotNumber) {
    /** The hash of an empty list: what {@code ommersHash} is since the Merge. */
    public static final Hash NO_OMMERS = Hash.ofHex("1dcc4de8dec75d7aab85b567b6ccd41ad312451b948a7413f0a142fd40d49347");

    /** One before Amsterdam. */
    public BlockHeader(
            Hash parentHash,
            Hash ommersHash,
            Address beneficiary,
            Hash stateRoot,
            Hash transactionsRoot,
            Hash receiptsRoot,
            LogsBloom logsBloom,
            U256 difficulty,
            long number,
            long gasLimit,
            long gasUsed,
            long timestamp,
            byte[] extraData,
            Hash mixHash,
            long nonce,
            @Nullable U256 baseFeePerGas,
            @Nullable Hash withdrawalsRoot,
            @Nullable Long blobGasUsed,
            @Nullable Long excessBlobGas,
            @Nullable Hash parentBeaconBlockRoot,
            @Nullable Hash requestsHash) {
        this(
                parentHash,
                ommersHash,
                beneficiary,
                stateRoot,
                transactionsRoot,
                receiptsRoot,
                logsBloom,
                difficulty,
                number,
                gasLimit,
                gasUsed,
                timestamp,
                extraData,
                mixHash,
                nonce,
                baseFeePerGas,
                withdrawalsRoot,
                blobGasUsed,
                excessBlobGas,
                parentBeaconBlockRoot,
                requestsHash,
                null,
                null);
    }

    /** The hash of the canonical form: computed at each call. */
    public Hash hash() {
        return Hash.unsafeWrap(Keccak256.hash(encode()));
    }

    public byte[] encode() {
        var writer = new RlpWriter(700);
        write(writer);
        return writer.toArray();
    }

    /** @throws RlpException for anything but the canonical form */
    public static BlockHeader decode(byte[] bytes) throws RlpException {
        var reader = RlpReader.of(bytes);
        var header = read(reader);
        reader.finish();
        return header;
    }

    void write(RlpWriter writer) {
        writer.begin().hash(parentHash).hash(ommersHash).address(beneficiary);
        writer.hash(stateRoot).hash(transactionsRoot).hash(receiptsRoot);
        writer.bytes(logsBloom.unsafeArray()).integer(difficulty).integer(number);
        writer.integer(gasLimit).integer(gasUsed).integer(timestamp).bytes(extraData);
        writer.hash(mixHash).bytes(U256.of(nonce).toBytes(), 24, 8);
        if (baseFeePerGas != null) writer.integer(baseFeePerGas);
        if (withdrawalsRoot != null) writer.hash(withdrawalsRoot);
        if (blobGasUsed != null) writer.integer(blobGasUsed);
        if (excessBlobGas != null) writer.integer(excessBlobGas);
        if (parentBeaconBlockRoot != null) writer.hash(parentBeaconBlockRoot);
        if (requestsHash != null) writer.hash(requestsHash);
        if (blockAccessListHash != null) writer.hash(blockAccessListHash);
        if (slotNumber != null) writer.integer(slotNumber);
        writer.end();
    }

    static BlockHeader read(RlpReader reader) throws RlpException {
        var list = reader.list();
        var header = new BlockHeader(
                list.hash(),
                list.hash(),
                list.address(),
                list.hash(),
                list.hash(),
                list.hash(),
                LogsBloom.of(list.bytes(LogsBloom.SIZE)),
                list.u256(),
                list.nonNegativeLong(),
                list.nonNegativeLong(),
                list.nonNegativeLong(),
                list.unsignedLong(),
                list.bytes(),
                list.hash(),
                U256.ofBytes(list.bytes(8)).limb0(),
                list.hasNext() ? list.u256() : null,
                list.hasNext() ? list.hash() : null,
                list.hasNext() ? list.nonNegativeLong() : null,
                list.hasNext() ? list.nonNegativeLong() : null,
                list.hasNext() ? list.hash() : null,
                list.hasNext() ? list.hash() : null,
                list.hasNext() ? list.hash() : null,
                list.hasNext() ? list.unsignedLong() : null);
        list.finish();
        return header;
    }
}
