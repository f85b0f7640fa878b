package coco.evidence.format;

import coco.evidence.MalformedException;
import coco.evidence.Octets;
import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECFieldFp;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.InvalidKeySpecException;

/** Public keys on the curves of NIST, made of the coordinates of a point. */
public final class EcKeys {
    private EcKeys() {}

    /**
     * The key whose point is {@code 04 || x || y} (SEC 1 section 2.3.3) on {@code curve}, by its name in the JDK.
     *
     * @throws MalformedException where the point has another form or is not on the curve
     */
    public static PublicKey ofPoint(String curve, Octets point) throws MalformedException {
        var size = coordinateSize(curve);
        if (point.size() != 1 + 2 * size || point.at(0) != 4) {
            throw new MalformedException("a point of " + curve + " that is not 4, x and y of " + size + " bytes each");
        }
        return ofCoordinates(curve, point.slice(1, point.size()));
    }

    /** The key whose point is {@code x || y}. */
    public static PublicKey ofCoordinates(String curve, Octets coordinates) throws MalformedException {
        var size = coordinateSize(curve);
        if (coordinates.size() != 2 * size) throw new MalformedException("a point of " + curve + " of another size");
        return of(curve, coordinates.slice(0, size), coordinates.slice(size, 2 * size));
    }

    /**
     * The key of a COSE_Key (RFC 9052 section 7): an elliptic curve's, with both coordinates in full.
     *
     * @throws MalformedException where it is another one, or its point is not on its curve
     */
    public static PublicKey ofCoseKey(Cbor.Map key) throws MalformedException {
        if (key.get(1).number() != 2) throw new MalformedException("a COSE_Key that is no EC2 key");
        var curve =
                switch ((int) key.get(-1).number(1, 3)) {
                    case 1 -> "secp256r1";
                    case 2 -> "secp384r1";
                    default -> "secp521r1";
                };
        var size = coordinateSize(curve);
        return of(curve, key.get(-2).bytes(size, size), key.get(-3).bytes(size, size));
    }

    /** Whether the key is on {@code curve}, by its name in the JDK. */
    public static boolean isOfCurve(ECPublicKey key, String curve) {
        var found = key.getParams();
        var expected = curve(curve);
        return found.getCurve().equals(expected.getCurve())
                && found.getGenerator().equals(expected.getGenerator())
                && found.getOrder().equals(expected.getOrder());
    }

    /** Bytes of the order of the key's curve. */
    public static int orderSize(ECPublicKey key) {
        return (key.getParams().getOrder().bitLength() + 7) / 8;
    }

    private static ECParameterSpec curve(String name) {
        try {
            var parameters = AlgorithmParameters.getInstance("EC");
            parameters.init(new ECGenParameterSpec(name));
            return parameters.getParameterSpec(ECParameterSpec.class);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + name, e);
        }
    }

    /**
     * The key of any two numbers, unsigned and big endian: whether they are a point of the curve is for {@link #isOnCurve} to
     * say.
     */
    public static ECPublicKey ofNumbers(String curve, Octets x, Octets y) throws MalformedException {
        var point = new ECPoint(new BigInteger(1, x.toArray()), new BigInteger(1, y.toArray()));
        try {
            return (ECPublicKey) KeyFactory.getInstance("EC").generatePublic(new ECPublicKeySpec(point, curve(curve)));
        } catch (InvalidKeySpecException e) {
            throw new MalformedException("no key on " + curve, e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has elliptic curves", e);
        }
    }

    /** Whether the point is on the key's curve. The JDK takes any two numbers for a point until it is used. */
    public static boolean isOnCurve(ECPublicKey key) {
        var curve = key.getParams().getCurve();
        if (!(curve.getField() instanceof ECFieldFp field)) return false;
        var prime = field.getP();
        var x = key.getW().getAffineX();
        var y = key.getW().getAffineY();
        if (x == null || y == null || x.compareTo(prime) >= 0 || y.compareTo(prime) >= 0) return false;
        var right = x.pow(3).add(curve.getA().multiply(x)).add(curve.getB());
        return y.pow(2).subtract(right).mod(prime).signum() == 0;
    }

    private static PublicKey of(String curve, Octets x, Octets y) throws MalformedException {
        var key = ofNumbers(curve, x, y);
        if (!isOnCurve(key)) throw new MalformedException("a point that is not on " + curve);
        return key;
    }

    private static int coordinateSize(String curve) {
        return (curve(curve).getCurve().getField().getFieldSize() + 7) / 8;
    }
}
