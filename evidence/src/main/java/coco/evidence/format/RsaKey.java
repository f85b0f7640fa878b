package coco.evidence.format;

import coco.evidence.MalformedException;
import java.math.BigInteger;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.RSAPublicKeySpec;

/** Public RSA keys, made of their two numbers. */
public final class RsaKey {
    private static final int MODULUS_SIZE_MIN = 256;
    private static final int MODULUS_SIZE_MAX = 1_024;
    private static final int EXPONENT_SIZE_MAX = 8;

    private RsaKey() {}

    /**
     * A key as Windows writes it: an exponent, then a modulus, both big endian, with which {@code in} has to end.
     *
     * @param bits of the modulus: 2048 to 8192
     * @param exponentSize in bytes
     * @param modulusSize in bytes
     */
    public static RSAPublicKey read(ByteReader in, long bits, long exponentSize, long modulusSize)
            throws MalformedException {
        if (exponentSize < 1 || exponentSize > EXPONENT_SIZE_MAX) {
            throw new MalformedException("an RSA exponent of " + exponentSize + " bytes");
        }
        if (modulusSize < MODULUS_SIZE_MIN || modulusSize > MODULUS_SIZE_MAX || bits != 8 * modulusSize) {
            throw new MalformedException("an RSA key of " + bits + " bits in " + modulusSize + " bytes");
        }
        var exponent = new BigInteger(1, in.take(exponentSize).toArray());
        var modulus = new BigInteger(1, in.take(modulusSize).toArray());
        in.end("an RSA key");
        return of(modulus, exponent);
    }

    /** @throws MalformedException for numbers that the JDK takes for no key */
    public static RSAPublicKey of(BigInteger modulus, BigInteger exponent) throws MalformedException {
        var numbers = new RSAPublicKeySpec(modulus, exponent);
        try {
            return (RSAPublicKey) KeyFactory.getInstance("RSA").generatePublic(numbers);
        } catch (InvalidKeySpecException e) {
            throw new MalformedException("no RSA key", e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has RSA", e);
        }
    }
}
