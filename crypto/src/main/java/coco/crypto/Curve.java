package coco.crypto;

import java.math.BigInteger;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.Map;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECDomainParameters;

/** The NIST curves of identities (FIPS 186-5), each with the hash and the COSE algorithm that go with it (RFC 9053). */
public enum Curve {
    P256("1.2.840.10045.3.1.7", 32, "SHA-256", -7, "3059301306072a8648ce3d020106082a8648ce3d030107034200"),
    P384("1.3.132.0.34", 48, "SHA-384", -35, "3076301006072a8648ce3d020106052b81040022036200"),
    P521("1.3.132.0.35", 66, "SHA-512", -36, "30819b301006072a8648ce3d020106052b8104002303818600");

    private final String oid;
    private final int fieldSize;
    private final String hash;
    private final int coseAlgorithm;
    private final String spkiPrefix;

    Curve(String oid, int fieldSize, String hash, int coseAlgorithm, String spkiPrefix) {
        this.oid = oid;
        this.fieldSize = fieldSize;
        this.hash = hash;
        this.coseAlgorithm = coseAlgorithm;
        this.spkiPrefix = spkiPrefix;
    }

    /** Bytes of one coordinate, and of r and of s in a raw signature. */
    public int fieldSize() {
        return fieldSize;
    }

    /** ES256, ES384 or ES512 as a number of the COSE registry. */
    public int coseAlgorithm() {
        return coseAlgorithm;
    }

    /** The curve's own hash by its Java name. */
    String hash() {
        return hash;
    }

    ASN1ObjectIdentifier oid() {
        return new ASN1ObjectIdentifier(oid);
    }

    ECDomainParameters domain() {
        return Domains.of(this);
    }

    BigInteger order() {
        return domain().getN();
    }

    /** What every SubjectPublicKeyInfo of this curve begins with (RFC 5480, named curve); an uncompressed point follows. */
    byte[] spkiPrefix() {
        return HexFormat.of().parseHex(spkiPrefix);
    }

    /** Bytes of an uncompressed point: 4, x, y. */
    int pointSize() {
        return 1 + 2 * fieldSize;
    }

    /** Bouncy Castle's view of the curves. */
    private static final class Domains {
        private static final Map<Curve, ECDomainParameters> ALL = new EnumMap<>(Curve.class);

        static {
            for (var curve : Curve.values())
                ALL.put(curve, new ECDomainParameters(CustomNamedCurves.getByOID(curve.oid())));
        }

        static ECDomainParameters of(Curve curve) {
            var domain = ALL.get(curve);
            if (domain == null) throw new IllegalStateException("every curve has parameters");
            return domain;
        }
    }
}
