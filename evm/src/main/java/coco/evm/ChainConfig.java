package coco.evm;

/**
 * The rules of a chain at one block: the fork, and what a consortium may set otherwise than the main network.
 *
 * @param chainId EIP-155
 * @param transactionGasMax the most gas a transaction may ask for (EIP-7825: 2^24); {@link Long#MAX_VALUE} for no cap; from
 *     {@link Fork#AMSTERDAM} on it may ask for more, which goes to new state alone (EIP-8037)
 * @param codeSizeMax bytes of a deployed code (EIP-170, EIP-7954); init code may have twice as many (EIP-3860)
 */
public record ChainConfig(Fork fork, U256 chainId, long transactionGasMax, int codeSizeMax, BlobSchedule blobs) {
    private static final long OSAKA_TRANSACTION_GAS_MAX = 1 << 24;
    private static final int MAINNET_CODE_SIZE_MAX = 0x6000;
    private static final int AMSTERDAM_CODE_SIZE_MAX = 0x8000;

    /** As the main network has it, under another chain id. */
    public static ChainConfig mainnetRules(Fork fork, U256 chainId) {
        return new ChainConfig(
                fork,
                chainId,
                fork.isAtLeast(Fork.OSAKA) ? OSAKA_TRANSACTION_GAS_MAX : Long.MAX_VALUE,
                codeSizeMax(fork),
                BlobSchedule.of(fork));
    }

    private static int codeSizeMax(Fork fork) {
        if (fork.isAtLeast(Fork.AMSTERDAM)) return AMSTERDAM_CODE_SIZE_MAX;
        return fork.isAtLeast(Fork.SPURIOUS_DRAGON) ? MAINNET_CODE_SIZE_MAX : Integer.MAX_VALUE;
    }

    /** The same rules with another schedule of blobs. */
    public ChainConfig withBlobs(BlobSchedule other) {
        return new ChainConfig(fork, chainId, transactionGasMax, codeSizeMax, other);
    }

    /** Bytes of init code that a transaction or a CREATE may carry. */
    public int initCodeSizeMax() {
        return fork.isAtLeast(Fork.SHANGHAI) ? (int) Math.min(Integer.MAX_VALUE, 2L * codeSizeMax) : Integer.MAX_VALUE;
    }
}
