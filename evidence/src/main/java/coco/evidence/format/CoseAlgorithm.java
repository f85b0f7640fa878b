package coco.evidence.format;

import coco.evidence.MalformedException;
import coco.evidence.Octets;
import coco.evidence.Reason;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;

/**
 * A signature algorithm of COSE (RFC 9053 section 2, RFC 8230, RFC 8812). An ECDSA algorithm goes with the curve of its own
 * strength alone, and its signature is r and s, big endian, each as long as a coordinate.
 */
public enum CoseAlgorithm {
    ES256(-7, "SHA-256", "secp256r1"),
    ES384(-35, "SHA-384", "secp384r1"),
    ES512(-36, "SHA-512", "secp521r1"),
    PS256(-37, "SHA-256", ""),
    PS384(-38, "SHA-384", ""),
    PS512(-39, "SHA-512", ""),
    RS256(-257, "SHA-256", ""),
    RS384(-258, "SHA-384", ""),
    RS512(-259, "SHA-512", "");

    /** Bits of the weakest RSA key that counts (RFC 8230 section 6.1). */
    private static final int RSA_BITS_MIN = 2048;

    private final int id;
    private final String hash;
    private final String curve;

    CoseAlgorithm(int id, String hash, String curve) {
        this.id = id;
        this.hash = hash;
        this.curve = curve;
    }

    /** Its number in the registry of COSE algorithms. */
    public int id() {
        return id;
    }

    /** @throws MalformedException for {@link Reason#UNSUPPORTED} where it is none of these */
    public static CoseAlgorithm of(long id) throws MalformedException {
        for (var algorithm : values()) {
            if (algorithm.id == id) return algorithm;
        }
        throw new MalformedException(Reason.UNSUPPORTED, "COSE algorithm " + id);
    }

    /** Whether {@code key} made {@code signature} over {@code message}; a key that does not fit made none. */
    public boolean verifies(PublicKey key, Octets message, Octets signature) {
        try {
            if (!fits(key)) return false;
            var verifier = signature();
            verifier.initVerify(key);
            verifier.update(message.toArray());
            return verifier.verify(signature.toArray());
        } catch (GeneralSecurityException e) {
            return false; // the answer: bytes that are not of a signature's form are no signature
        }
    }

    /**
     * The signature of {@code message}.
     *
     * @throws GeneralSecurityException where the key cannot sign so
     */
    public Octets sign(PrivateKey key, Octets message) throws GeneralSecurityException {
        var signer = signature();
        signer.initSign(key);
        signer.update(message.toArray());
        return Octets.of(signer.sign());
    }

    private boolean fits(PublicKey key) throws GeneralSecurityException {
        return switch (key) {
            case ECPublicKey elliptic -> !curve.isEmpty() && isOn(elliptic.getParams(), curve);
            case RSAPublicKey rsa -> curve.isEmpty() && rsa.getModulus().bitLength() >= RSA_BITS_MIN;
            default -> false;
        };
    }

    private static boolean isOn(ECParameterSpec found, String curve) throws GeneralSecurityException {
        var expected = EcKeys.curve(curve);
        return found.getCurve().equals(expected.getCurve())
                && found.getGenerator().equals(expected.getGenerator())
                && found.getOrder().equals(expected.getOrder());
    }

    private Signature signature() throws GeneralSecurityException {
        var digits = hash.replace("-", "");
        return switch (this) {
            case ES256, ES384, ES512 -> Signature.getInstance(digits + "withECDSAinP1363Format");
            case RS256, RS384, RS512 -> Signature.getInstance(digits + "withRSA");
            case PS256, PS384, PS512 -> {
                var pss = Signature.getInstance("RSASSA-PSS");
                var mask = new MGF1ParameterSpec(hash);
                var salt = Integer.parseInt(hash.substring("SHA-".length())) / 8;
                pss.setParameter(new PSSParameterSpec(hash, "MGF1", mask, salt, PSSParameterSpec.TRAILER_FIELD_BC));
                yield pss;
            }
        };
    }
}
