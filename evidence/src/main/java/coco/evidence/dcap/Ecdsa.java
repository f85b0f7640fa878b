package coco.evidence.dcap;

import coco.evidence.MalformedException;
import coco.evidence.Octets;
import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECFieldFp;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;

/** ECDSA over P-256 with SHA-256 (FIPS 186-5): the only signature that quotes and what Intel says of them have. */
final class Ecdsa {
    private static final ECParameterSpec P256 = parameters();

    private Ecdsa() {}

    /** Whether {@code signature}, r and s of 32 bytes each, is {@code key}'s over {@code signed}. */
    static boolean verifies(PublicKey key, Octets signed, Octets signature) {
        if (!(key instanceof ECPublicKey point) || !isP256(point.getParams()) || signature.size() != 64) return false;
        try {
            var verification = Signature.getInstance("SHA256withECDSAinP1363Format");
            verification.initVerify(point);
            verification.update(signed.toArray());
            return verification.verify(signature.toArray());
        } catch (GeneralSecurityException e) {
            return false; // the answer: numbers that are out of range are no signature
        }
    }

    /** The key of a point given as x and y, 32 bytes each; a point that is not on the curve is no key. */
    static PublicKey key(Octets point) throws MalformedException {
        var x = new BigInteger(1, point.slice(0, 32).toArray());
        var y = new BigInteger(1, point.slice(32, 64).toArray());
        if (!isOnCurve(x, y)) throw new MalformedException("a key that is no point of P-256");
        try {
            return KeyFactory.getInstance("EC").generatePublic(new ECPublicKeySpec(new ECPoint(x, y), P256));
        } catch (GeneralSecurityException e) {
            throw new MalformedException("a key that is no point of P-256", e);
        }
    }

    private static boolean isOnCurve(BigInteger x, BigInteger y) {
        var curve = P256.getCurve();
        var p = ((ECFieldFp) curve.getField()).getP();
        if (x.compareTo(p) >= 0 || y.compareTo(p) >= 0) return false;
        var right = x.pow(3).add(curve.getA().multiply(x)).add(curve.getB());
        return y.pow(2).subtract(right).mod(p).signum() == 0;
    }

    private static boolean isP256(ECParameterSpec some) {
        return some.getCurve().equals(P256.getCurve())
                && some.getGenerator().equals(P256.getGenerator())
                && some.getOrder().equals(P256.getOrder());
    }

    private static ECParameterSpec parameters() {
        try {
            var parameters = AlgorithmParameters.getInstance("EC");
            parameters.init(new ECGenParameterSpec("secp256r1"));
            return parameters.getParameterSpec(ECParameterSpec.class);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has P-256", e);
        }
    }
}
