package coco.bench.ethereum;

import coco.evm.U256;
import java.math.BigInteger;

/**
 * What a transaction offers, in wei per gas.
 *
 * @param tip for the block's beneficiary
 * @param max in all
 */
record Fees(U256 tip, U256 max) {
    /** Room for a base fee that rises under load: three times what is asked now. Zero stays zero. */
    private static final BigInteger ROOM = BigInteger.valueOf(3);

    static Fees offered(U256 price, U256 tip) {
        return new Fees(tip, U256.of(price.toBigInteger().multiply(ROOM)).plus(tip));
    }

    BigInteger most(long gas) {
        return max.toBigInteger().multiply(BigInteger.valueOf(gas));
    }
}
