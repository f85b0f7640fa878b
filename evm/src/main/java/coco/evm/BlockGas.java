package coco.evm;

import org.jspecify.annotations.Nullable;

/**
 * What the transactions of a block have used so far, in two dimensions of which each has the block's limit (EIP-8037). Before
 * {@link Fork#AMSTERDAM} there is only the first. Owned by a session.
 */
final class BlockGas {
    /** What one transaction adds; refunds are not taken off since Amsterdam (EIP-7778). */
    record Used(long regular, long state) {}

    private final ChainConfig config;
    private final long limit;
    private long regular;
    private long state;

    BlockGas(ChainConfig config, long limit) {
        this.config = config;
        this.limit = limit;
    }

    void add(Used used) {
        regular += used.regular;
        state += used.state;
    }

    /** What a header has. */
    long used() {
        return Math.max(regular, state);
    }

    /** Why a transaction does not fit any more, or null: it counts by the most that it may use. */
    @Nullable
    Invalid refusal(Message message, Intrinsic intrinsic) {
        var gas = message.gasLimit();
        if (!config.fork().isAtLeast(Fork.AMSTERDAM)) return above(gas, limit - regular);
        if (gas < 0) return new Invalid.BlockGasExceeded(gas, limit - regular);
        var refusal = above(Math.min(config.transactionGasMax(), gas - intrinsic.state()), limit - regular);
        return refusal != null ? refusal : above(gas - intrinsic.regular(), limit - state);
    }

    private static @Nullable Invalid above(long gas, long left) {
        return gas > left ? new Invalid.BlockGasExceeded(gas, left) : null;
    }
}
