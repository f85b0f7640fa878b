package coco.evm.precompile;

import coco.evm.Fork;
import java.math.BigInteger;

/** The three prices that modular exponentiation has had. Lengths are in bytes and may be as large as 2^256. */
enum ModExpPrice {
    /** EIP-198. */
    BYZANTIUM(0, 20, 8),
    /** EIP-2565. */
    BERLIN(200, 3, 8),
    /** EIP-7883. */
    OSAKA(500, 1, 16);

    private static final BigInteger WORD = BigInteger.valueOf(32);

    private final long least;
    private final BigInteger divisor;
    private final BigInteger perExponentByte;

    ModExpPrice(long least, long divisor, long perExponentByte) {
        this.least = least;
        this.divisor = BigInteger.valueOf(divisor);
        this.perExponentByte = BigInteger.valueOf(perExponentByte);
    }

    static ModExpPrice of(Fork fork) {
        return fork.isAtLeast(Fork.OSAKA) ? OSAKA : fork.isAtLeast(Fork.BERLIN) ? BERLIN : BYZANTIUM;
    }

    /** @param head the first 32 bytes of the exponent, fewer where it has fewer */
    long of(BigInteger baseLength, BigInteger exponentLength, BigInteger modulusLength, BigInteger head) {
        var steps = BigInteger.valueOf(Math.max(0, head.bitLength() - 1));
        if (exponentLength.compareTo(WORD) > 0)
            steps = steps.add(exponentLength.subtract(WORD).multiply(perExponentByte));
        var gas = complexity(baseLength.max(modulusLength))
                .multiply(steps.max(BigInteger.ONE))
                .divide(divisor);
        return gas.bitLength() > 63 ? Long.MAX_VALUE : Math.max(least, gas.longValue());
    }

    private BigInteger complexity(BigInteger length) {
        if (this == BYZANTIUM) return complexityOfByzantium(length);
        var words = length.add(BigInteger.valueOf(7)).shiftRight(3);
        var square = words.multiply(words);
        if (this == BERLIN) return square;
        return length.compareTo(WORD) <= 0 ? BigInteger.valueOf(16) : square.shiftLeft(1);
    }

    private static BigInteger complexityOfByzantium(BigInteger length) {
        var square = length.multiply(length);
        if (length.compareTo(BigInteger.valueOf(64)) <= 0) return square;
        if (length.compareTo(BigInteger.valueOf(1024)) <= 0)
            return square.shiftRight(2)
                    .add(length.multiply(BigInteger.valueOf(96)))
                    .subtract(BigInteger.valueOf(3_072));
        return square.shiftRight(4)
                .add(length.multiply(BigInteger.valueOf(480)))
                .subtract(BigInteger.valueOf(199_680));
    }
}
