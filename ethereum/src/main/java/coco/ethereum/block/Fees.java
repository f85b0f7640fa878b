package coco.ethereum.block;

import coco.evm.BlobSchedule;
import coco.evm.Fork;
import coco.evm.U256;
import coco.evm.chain.BlockHeader;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/** How the prices of a block follow from its parent. */
public final class Fees {
    private static final int ELASTICITY = 2;
    private static final int CHANGE_DENOMINATOR = 8;

    /** EIP-7918: what a blob must cost in execution gas at least. */
    private static final long BLOB_BASE_COST = 1 << 13;

    private Fees() {}

    /** Wei per gas by EIP-1559. */
    public static U256 marketBaseFee(BlockHeader parent) {
        var old = parent.baseFeePerGas();
        if (old == null) return U256.of(1_000_000_000);
        var target = parent.gasLimit() / ELASTICITY;
        if (target == 0 || parent.gasUsed() == target) return old;
        var fee = old.toBigInteger();
        var away = BigInteger.valueOf(Math.abs(parent.gasUsed() - target));
        var delta =
                fee.multiply(away).divide(BigInteger.valueOf(target)).divide(BigInteger.valueOf(CHANGE_DENOMINATOR));
        if (parent.gasUsed() > target) return U256.of(fee.add(delta.max(BigInteger.ONE)));
        return U256.of(fee.subtract(delta).max(BigInteger.ZERO));
    }

    /** EIP-4844, and EIP-7918 from Osaka on. */
    public static long excessBlobGas(
            @Nullable Long excess, @Nullable Long used, @Nullable U256 baseFee, Fork fork, BlobSchedule blobs) {
        if (excess == null || used == null) return 0;
        var target = blobs.target() * BlobSchedule.GAS_PER_BLOB;
        if (excess + used < target) return 0;
        if (fork.isAtLeast(Fork.OSAKA) && baseFee != null) {
            var execution = baseFee.toBigInteger().multiply(BigInteger.valueOf(BLOB_BASE_COST));
            var blob = blobs.baseFee(excess).toBigInteger().multiply(BigInteger.valueOf(BlobSchedule.GAS_PER_BLOB));
            if (execution.compareTo(blob) > 0) return excess + used * (blobs.max() - blobs.target()) / blobs.max();
        }
        return excess + used - target;
    }
}
