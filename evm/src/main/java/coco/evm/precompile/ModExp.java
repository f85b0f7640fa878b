package coco.evm.precompile;

import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/** 0x05: base ^ exponent mod modulus over numbers of any length (EIP-198), up to 1024 bytes each from Osaka on (EIP-7823). */
final class ModExp implements Precompile {
    private static final BigInteger LENGTH_MAX_OSAKA = BigInteger.valueOf(1024);
    private static final BigInteger LENGTH_MAX = BigInteger.valueOf(1 << 28);
    private static final int HEAD = 96;

    private final ModExpPrice price;

    ModExp(ModExpPrice price) {
        this.price = price;
    }

    @Override
    public long gas(byte[] input) {
        var baseLength = number(input, 0, 32);
        var exponentLength = number(input, 32, 32);
        var modulusLength = number(input, 64, 32);
        var head = BigInteger.ZERO;
        if (baseLength.compareTo(BigInteger.valueOf(input.length)) < 0)
            head = number(
                    input,
                    HEAD + baseLength.intValueExact(),
                    exponentLength.min(BigInteger.valueOf(32)).intValueExact());
        return price.of(baseLength, exponentLength, modulusLength, head);
    }

    @Override
    public byte @Nullable [] run(byte[] input) {
        var baseLength = number(input, 0, 32);
        var exponentLength = number(input, 32, 32);
        var modulusLength = number(input, 64, 32);
        var longest = baseLength.max(exponentLength).max(modulusLength);
        if (price == ModExpPrice.OSAKA && longest.compareTo(LENGTH_MAX_OSAKA) > 0) return null;
        if (modulusLength.signum() == 0) return new byte[0];
        // Beyond this no block has the gas that the price above asks for.
        if (longest.compareTo(LENGTH_MAX) > 0) return null;
        var size = modulusLength.intValueExact();
        var exponentAt = HEAD + baseLength.intValueExact();
        var modulusAt = exponentAt + exponentLength.intValueExact();
        var modulus = number(input, modulusAt, size);
        var output = new byte[size];
        if (modulus.signum() == 0) return output;
        var base = number(input, HEAD, baseLength.intValueExact());
        var exponent = number(input, exponentAt, exponentLength.intValueExact());
        var power = base.modPow(exponent, modulus).toByteArray();
        var signByte = power[0] == 0 ? 1 : 0;
        System.arraycopy(power, signByte, output, size - power.length + signByte, power.length - signByte);
        return output;
    }

    private static BigInteger number(byte[] input, int offset, int size) {
        return new BigInteger(1, Words.slice(input, offset, size));
    }
}
