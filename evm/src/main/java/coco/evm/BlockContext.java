package coco.evm;

/**
 * What code can learn of the block that it runs in.
 *
 * @param timestamp seconds since 1970
 * @param coinbase receives the fees
 * @param gasLimit of the block
 * @param difficulty before {@link Fork#PARIS}; zero later
 * @param prevRandao from {@link Fork#PARIS} on (EIP-4399); zero before
 * @param baseFee wei per gas, from {@link Fork#LONDON} on; zero before
 * @param blobBaseFee wei per blob gas, from {@link Fork#CANCUN} on; see {@link BlobSchedule#baseFee}
 * @param slotNumber of the consensus layer, unsigned, from {@link Fork#AMSTERDAM} on (EIP-7843); zero before
 */
public record BlockContext(
        long number,
        long timestamp,
        Address coinbase,
        long gasLimit,
        U256 difficulty,
        U256 prevRandao,
        U256 baseFee,
        U256 blobBaseFee,
        long slotNumber) {
    /** One before {@link Fork#AMSTERDAM}. */
    public BlockContext(
            long number,
            long timestamp,
            Address coinbase,
            long gasLimit,
            U256 difficulty,
            U256 prevRandao,
            U256 baseFee,
            U256 blobBaseFee) {
        this(number, timestamp, coinbase, gasLimit, difficulty, prevRandao, baseFee, blobBaseFee, 0);
    }
}
