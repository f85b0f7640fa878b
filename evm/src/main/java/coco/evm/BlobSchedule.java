package coco.evm;

import java.math.BigInteger;

/**
 * How many blobs a block takes and how their price moves (EIP-4844, EIP-7840).
 *
 * @param target blobs per block at which the price stays
 * @param max blobs per block
 * @param maxPerTransaction blobs per transaction (EIP-7594: 6 from {@link Fork#OSAKA} on)
 * @param baseFeeUpdateFraction the denominator of the price's exponent
 */
public record BlobSchedule(int target, int max, int maxPerTransaction, long baseFeeUpdateFraction) {
    /** Gas of one blob. */
    public static final long GAS_PER_BLOB = 1 << 17;

    public static final BlobSchedule CANCUN = new BlobSchedule(3, 6, 6, 3_338_477);
    public static final BlobSchedule PRAGUE = new BlobSchedule(6, 9, 9, 5_007_716);
    public static final BlobSchedule OSAKA = new BlobSchedule(6, 9, 6, 5_007_716);

    /** The main network's first change of blob parameters alone (EIP-7892). */
    public static final BlobSchedule BPO1 = new BlobSchedule(10, 15, 6, 8_346_193);

    /** And its second. */
    public static final BlobSchedule BPO2 = new BlobSchedule(14, 21, 6, 11_684_671);

    /** The schedule that the main network had when it took the fork; forks before blobs get Cancun's, Amsterdam the last. */
    public static BlobSchedule of(Fork fork) {
        if (fork.isAtLeast(Fork.AMSTERDAM)) return BPO2;
        if (fork.isAtLeast(Fork.OSAKA)) return OSAKA;
        return fork.isAtLeast(Fork.PRAGUE) ? PRAGUE : CANCUN;
    }

    /** Wei per blob gas: e^(excess / fraction), by the series of EIP-4844. */
    public U256 baseFee(long excessBlobGas) {
        var fraction = BigInteger.valueOf(baseFeeUpdateFraction);
        var excess = U256.of(excessBlobGas).toBigInteger();
        var term = fraction;
        var sum = BigInteger.ZERO;
        for (var i = 1; term.signum() > 0; i++) {
            sum = sum.add(term);
            term = term.multiply(excess).divide(fraction.multiply(BigInteger.valueOf(i)));
        }
        var fee = sum.divide(fraction);
        return fee.bitLength() > 256 ? U256.MAX : U256.of(fee);
    }
}
