package coco.evidence.tpm;

import coco.evidence.MalformedException;
import coco.evidence.Octets;
import coco.evidence.Reason;
import coco.evidence.format.ByteReader;
import coco.evidence.format.Der;
import coco.evidence.format.EcKeys;
import coco.evidence.format.RsaKey;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Optional;

/**
 * The key that signs quotes, as it came beside one. Whether it is a TPM's is not known from it.
 *
 * @param certificate that of the key, where it came as one
 */
public record AttestationKey(PublicKey key, Optional<X509Certificate> certificate) {
    /** Bits of the smallest RSA key that is good enough. */
    public static final int RSA_BITS_MIN = 2048;

    private static final int RSA_BITS_MAX = 8192;
    private static final int EXPONENT_USUAL = 65_537;
    private static final int POLICY_SIZE_MAX = 64;

    /** Attributes of a key (TPMA_OBJECT): it signs nothing that it did not make itself; it signs; it decrypts. */
    private static final int RESTRICTED = 16;

    private static final int DECRYPT = 17;
    private static final int SIGN = 18;

    /** @throws MalformedException for a key that is too weak or of another kind */
    public static AttestationKey of(PublicKey key) throws MalformedException {
        return new AttestationKey(strong(key), Optional.empty());
    }

    /** @throws MalformedException for a key that is too weak or of another kind */
    public static AttestationKey of(X509Certificate certificate) throws MalformedException {
        return new AttestationKey(strong(certificate.getPublicKey()), Optional.of(certificate));
    }

    /** An RSA key by its numbers, unsigned and big endian. */
    public static AttestationKey ofRsa(Octets modulus, Octets exponent) throws MalformedException {
        return of(RsaKey.of(new BigInteger(1, modulus.toArray()), new BigInteger(1, exponent.toArray())));
    }

    /** A SubjectPublicKeyInfo (RFC 5280 section 4.1) in DER, of RSA or an elliptic curve. */
    public static AttestationKey ofSubjectPublicKeyInfo(Octets der) throws MalformedException {
        var encoded = new X509EncodedKeySpec(der.toArray());
        try {
            return of(KeyFactory.getInstance(isElliptic(der) ? "EC" : "RSA").generatePublic(encoded));
        } catch (GeneralSecurityException e) {
            throw new MalformedException("no public key", e);
        }
    }

    /** Whether the key's algorithm is id-ecPublicKey (RFC 5480 section 2.1.1). */
    private static boolean isElliptic(Octets der) throws MalformedException {
        var algorithm = Der.parse(der).items(2).getFirst().items();
        if (algorithm.isEmpty()) throw new MalformedException("a key without an algorithm");
        return algorithm.getFirst().objectIdentifier().equals("1.2.840.10045.2.1");
    }

    /**
     * The public area of a key (TPM 2.0 Library Part 2, TPMT_PUBLIC).
     *
     * @throws MalformedException for one that signs whatever it is given: a quote by it would prove nothing
     */
    public static AttestationKey ofPublicArea(Octets area) throws MalformedException {
        var in = ByteReader.bigEndian(area);
        var type = in.u16();
        TpmAlgorithm.hash(in.u16());
        var attributes = in.u32();
        Attest.sized(in, POLICY_SIZE_MAX);
        skipSymmetric(in);
        skipScheme(in);
        var key =
                switch (type) {
                    case TpmAlgorithm.RSA -> rsa(in);
                    case TpmAlgorithm.ECC -> elliptic(in);
                    default -> throw TpmAlgorithm.unsupported("key type", type);
                };
        in.end("a public area");
        if (!has(attributes, RESTRICTED) || !has(attributes, SIGN) || has(attributes, DECRYPT)) {
            throw new MalformedException(Reason.UNSUPPORTED, "a TPM's key that is not for signing its own statements");
        }
        return of(key);
    }

    private static PublicKey rsa(ByteReader in) throws MalformedException {
        in.u16(); // bits, told by the modulus as well
        var exponent = in.u32();
        var modulus =
                new BigInteger(1, Attest.sized(in, TpmSignature.NUMBER_SIZE_MAX).toArray());
        return RsaKey.of(modulus, BigInteger.valueOf(exponent == 0 ? EXPONENT_USUAL : exponent));
    }

    private static PublicKey elliptic(ByteReader in) throws MalformedException {
        var curve = in.u16();
        if (in.u16() != TpmAlgorithm.NULL) throw new MalformedException("a signing key that derives keys");
        var x = Attest.sized(in, TpmSignature.NUMBER_SIZE_MAX);
        var y = Attest.sized(in, TpmSignature.NUMBER_SIZE_MAX);
        var name =
                switch (curve) {
                    case 3 -> "secp256r1";
                    case 4 -> "secp384r1";
                    case 5 -> "secp521r1";
                    default -> throw TpmAlgorithm.unsupported("curve", curve);
                };
        return EcKeys.ofNumbers(name, x, y);
    }

    private static PublicKey strong(PublicKey key) throws MalformedException {
        var isGood =
                switch (key) {
                    case RSAPublicKey rsa -> {
                        var bits = rsa.getModulus().bitLength();
                        yield bits >= RSA_BITS_MIN && bits <= RSA_BITS_MAX;
                    }
                    case ECPublicKey ec -> ec.getParams().getOrder().bitLength() >= 256 && EcKeys.isOnCurve(ec);
                    default -> false;
                };
        if (!isGood) throw new MalformedException(Reason.UNSUPPORTED, "an attestation key that is too weak or strange");
        return key;
    }

    /** TPMT_SYM_DEF_OBJECT: of keys that decrypt; others have none. */
    private static void skipSymmetric(ByteReader in) throws MalformedException {
        if (in.u16() != TpmAlgorithm.NULL) in.skip(4);
    }

    /** TPMT_RSA_SCHEME or TPMT_ECC_SCHEME. */
    private static void skipScheme(ByteReader in) throws MalformedException {
        switch (in.u16()) {
            case TpmAlgorithm.NULL, TpmAlgorithm.RSAES -> {}
            case TpmAlgorithm.ECDAA -> in.skip(4);
            default -> in.skip(2);
        }
    }

    private static boolean has(long attributes, int bit) {
        return (attributes >>> bit & 1) == 1;
    }
}
