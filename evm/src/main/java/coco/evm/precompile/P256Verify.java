package coco.evm.precompile;

import java.math.BigInteger;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.math.ec.ECAlgorithms;

/** 0x100: checks an ECDSA signature over secp256r1 (EIP-7951). Input: hash, r, s, x, y, a word each. */
final class P256Verify implements Precompile {
    private static final X9ECParameters CURVE = CustomNamedCurves.getByName("secp256r1");
    private static final BigInteger FIELD = CURVE.getCurve().getField().getCharacteristic();
    private static final byte[] NO = new byte[0];

    @Override
    public long gas(byte[] input) {
        return 6_900;
    }

    @Override
    public byte[] run(byte[] input) {
        if (input.length != 160) return NO;
        var order = CURVE.getN();
        var r = new BigInteger(1, input, 32, 32);
        var s = new BigInteger(1, input, 64, 32);
        var x = new BigInteger(1, input, 96, 32);
        var y = new BigInteger(1, input, 128, 32);
        if (r.signum() == 0 || s.signum() == 0 || r.compareTo(order) >= 0 || s.compareTo(order) >= 0) return NO;
        if (x.compareTo(FIELD) >= 0 || y.compareTo(FIELD) >= 0) return NO;
        var key = CURVE.getCurve().createPoint(x, y);
        if (key.isInfinity() || !key.isValid()) return NO;
        var inverse = s.modInverse(order);
        var u1 = new BigInteger(1, input, 0, 32).multiply(inverse).mod(order);
        var u2 = r.multiply(inverse).mod(order);
        var point = ECAlgorithms.sumOfTwoMultiplies(CURVE.getG(), u1, key, u2).normalize();
        if (point.isInfinity()) return NO;
        var found = point.getAffineXCoord().toBigInteger().mod(order);
        if (!found.equals(r)) return NO;
        var yes = new byte[32];
        yes[31] = 1;
        return yes;
    }
}
