package coco.evm.chain;

import java.math.BigInteger;
import java.util.Arrays;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.math.ec.ECAlgorithms;
import org.bouncycastle.math.ec.ECPoint;
import org.jspecify.annotations.Nullable;

/** SEC 1, section 4.1.6, over Bouncy Castle's curve. */
final class PureRecovery implements SenderRecovery {
    static final PureRecovery INSTANCE = new PureRecovery();
    static final X9ECParameters CURVE = CustomNamedCurves.getByName("secp256k1");

    private PureRecovery() {}

    @Override
    public byte @Nullable [] publicKey(byte[] hash, byte[] rs, int parity) {
        var order = CURVE.getN();
        var r = new BigInteger(1, rs, 0, 32);
        var s = new BigInteger(1, rs, 32, 32);
        if (r.signum() == 0 || s.signum() == 0 || r.compareTo(order) >= 0 || s.compareTo(order) >= 0) return null;
        var point = decompress(rs, parity);
        if (point == null) return null;
        var inverse = r.modInverse(order);
        var u1 = new BigInteger(1, hash).negate().multiply(inverse).mod(order);
        var u2 = s.multiply(inverse).mod(order);
        var key = ECAlgorithms.sumOfTwoMultiplies(CURVE.getG(), u1, point, u2);
        return key.isInfinity() ? null : key.getEncoded(false);
    }

    private static @Nullable ECPoint decompress(byte[] rs, int parity) {
        var encoded = new byte[33];
        encoded[0] = (byte) (2 + parity);
        System.arraycopy(Arrays.copyOf(rs, 32), 0, encoded, 1, 32);
        try {
            return CURVE.getCurve().decodePoint(encoded);
        } catch (IllegalArgumentException _) {
            return null; // no point has this x
        }
    }
}
