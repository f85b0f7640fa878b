package coco.evidence;

import coco.evidence.format.EcKeys;
import coco.evidence.format.SignatureScheme;
import coco.evidence.format.SignatureScheme.Ecdsa;
import coco.evidence.format.SignatureScheme.Pkcs1;
import coco.evidence.format.SignatureScheme.Pss;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;

/**
 * A signature algorithm by its name in COSE (RFC 9053 section 2, RFC 8230, RFC 8812), which other formats use too. An ECDSA
 * algorithm goes with the curve of its own strength alone, and its signature is r and s, big endian, each as long as a
 * coordinate. The salt of PSS is as long as the hash.
 */
public enum SignatureAlgorithm {
    ES256(-7, Hash.SHA_256, "secp256r1"),
    ES384(-35, Hash.SHA_384, "secp384r1"),
    ES512(-36, Hash.SHA_512, "secp521r1"),
    PS256(-37, Hash.SHA_256, ""),
    PS384(-38, Hash.SHA_384, ""),
    PS512(-39, Hash.SHA_512, ""),
    RS256(-257, Hash.SHA_256, ""),
    RS384(-258, Hash.SHA_384, ""),
    RS512(-259, Hash.SHA_512, "");

    /** Bits of the weakest RSA key that counts (RFC 8230 section 6.1). */
    private static final int RSA_BITS_MIN = 2048;

    private final int id;
    private final Hash hash;
    private final String curve;

    SignatureAlgorithm(int id, Hash hash, String curve) {
        this.id = id;
        this.hash = hash;
        this.curve = curve;
    }

    /** Its number in the registry of COSE algorithms. */
    public int id() {
        return id;
    }

    /** @throws MalformedException for {@link Reason#UNSUPPORTED} where it is none of these */
    public static SignatureAlgorithm of(long id) throws MalformedException {
        for (var algorithm : values()) {
            if (algorithm.id == id) return algorithm;
        }
        throw new MalformedException(Reason.UNSUPPORTED, "COSE algorithm " + id);
    }

    /** Whether {@code key} made {@code signature} over {@code message}; a key that does not fit made none. */
    public boolean verifies(PublicKey key, Octets message, Octets signature) {
        return fits(key) && scheme().verifies(key, message, signature);
    }

    /**
     * The signature of {@code message}.
     *
     * @throws GeneralSecurityException where the key cannot sign so
     */
    public Octets sign(PrivateKey key, Octets message) throws GeneralSecurityException {
        return scheme().sign(key, message);
    }

    private SignatureScheme scheme() {
        return switch (this) {
            case ES256, ES384, ES512 -> new Ecdsa(hash);
            case PS256, PS384, PS512 -> new Pss(hash, hash.size());
            case RS256, RS384, RS512 -> new Pkcs1(hash);
        };
    }

    private boolean fits(PublicKey key) {
        return switch (key) {
            case ECPublicKey elliptic -> !curve.isEmpty() && EcKeys.isOfCurve(elliptic, curve);
            case RSAPublicKey rsa -> rsa.getModulus().bitLength() >= RSA_BITS_MIN;
            default -> false;
        };
    }
}
