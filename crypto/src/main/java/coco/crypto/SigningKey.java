package coco.crypto;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.math.BigInteger;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Objects;
import javax.security.auth.DestroyFailedException;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.digests.SHA384Digest;
import org.bouncycastle.crypto.digests.SHA512Digest;
import org.bouncycastle.crypto.generators.ECKeyPairGenerator;
import org.bouncycastle.crypto.params.ECKeyGenerationParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.HMacDSAKCalculator;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;
import org.jspecify.annotations.Nullable;

/**
 * A private ECDSA key: secret, never printed. Signatures are randomised, except those of {@link #deterministic}.
 *
 * <p>Mutable only in that {@link #close} makes it unusable; it may be used from many threads, its owner closes it.
 */
public final class SigningKey implements AutoCloseable {
    private final VerifyingKey verifyingKey;
    private final EcdsaProvider provider;
    private final boolean deterministic;
    private final SecretBytes pkcs8;
    private volatile @Nullable PrivateKey key;

    private SigningKey(Curve curve, BigInteger d, EcdsaProvider provider, boolean deterministic) {
        var point = new FixedPointCombMultiplier()
                .multiply(curve.domain().getG(), d)
                .normalize()
                .getEncoded(false);
        var encoded = encode(curve, d, point);
        this.pkcs8 = SecretBytes.wrap(encoded);
        this.provider = provider;
        this.deterministic = deterministic;
        this.key = provider.privateKey(encoded);
        try {
            this.verifyingKey = VerifyingKey.ofPoint(curve, point, provider);
        } catch (MalformedException e) {
            throw new IllegalStateException("a multiple of the base point is on the curve", e);
        }
    }

    public static SigningKey generate(Curve curve) {
        return generate(curve, new SecureRandom());
    }

    public static SigningKey generate(Curve curve, SecureRandom random) {
        var generator = new ECKeyPairGenerator();
        generator.init(new ECKeyGenerationParameters(curve.domain(), random));
        var d = ((ECPrivateKeyParameters) generator.generateKeyPair().getPrivate()).getD();
        return new SigningKey(curve, d, EcdsaProvider.current(), false);
    }

    /**
     * The same key for the same seed, with the same signature for the same message (RFC 6979): for simulations and
     * golden files, whose seeds are no secrets.
     */
    public static SigningKey deterministic(Curve curve, byte[] seed) {
        var wide = Hkdf.derive(seed, new byte[0], "coco deterministic key".getBytes(US_ASCII), curve.fieldSize() + 16);
        var d = new BigInteger(1, wide)
                .mod(curve.order().subtract(BigInteger.ONE))
                .add(BigInteger.ONE);
        return new SigningKey(curve, d, EcdsaProvider.current(), true);
    }

    static SigningKey of(Curve curve, BigInteger d, EcdsaProvider provider, boolean deterministic) {
        return new SigningKey(curve, d, provider, deterministic);
    }

    /**
     * Reads PKCS#8 (RFC 5958) with a named curve, as {@link #toPkcs8} and OpenSSL write it.
     *
     * @throws MalformedException for anything else
     */
    public static SigningKey ofPkcs8(SecretBytes pkcs8) throws MalformedException {
        return ofPkcs8(pkcs8, EcdsaProvider.current());
    }

    static SigningKey ofPkcs8(SecretBytes pkcs8, EcdsaProvider provider) throws MalformedException {
        var der = pkcs8.reveal(byte[]::clone);
        try {
            var info = PrivateKeyInfo.getInstance(ASN1Primitive.fromByteArray(der));
            if (info == null) throw new MalformedException("the private key is empty");
            var curve = curveOf(info.getPrivateKeyAlgorithm());
            var d = ECPrivateKey.getInstance(info.parsePrivateKey()).getKey();
            if (d.signum() <= 0 || d.compareTo(curve.order()) >= 0)
                throw new MalformedException("the private key is out of range");
            return new SigningKey(curve, d, provider, false);
        } catch (IOException | IllegalArgumentException | IllegalStateException | ClassCastException e) {
            throw new MalformedException("not a PKCS#8 private key", e);
        } finally {
            Arrays.fill(der, (byte) 0);
        }
    }

    /** Reads a PEM block {@code PRIVATE KEY}, which holds PKCS#8. */
    public static SigningKey ofPem(String pem) throws MalformedException {
        try (var pkcs8 = SecretBytes.wrap(Pem.decodeOne(pem, Pem.PRIVATE_KEY).toArray())) {
            return ofPkcs8(pkcs8);
        }
    }

    private static Curve curveOf(AlgorithmIdentifier algorithm) throws MalformedException {
        if (algorithm.getAlgorithm().equals(X9ObjectIdentifiers.id_ecPublicKey)
                && algorithm.getParameters() instanceof ASN1ObjectIdentifier oid) {
            for (var curve : Curve.values()) if (curve.oid().equals(oid)) return curve;
        }
        throw new MalformedException("the private key is not on P-256, P-384 or P-521");
    }

    private static byte[] encode(Curve curve, BigInteger d, byte[] point) {
        try {
            var key = new ECPrivateKey(curve.order().bitLength(), d, new DERBitString(point), null);
            var algorithm = new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey, curve.oid());
            return new PrivateKeyInfo(algorithm, key).getEncoded("DER");
        } catch (IOException e) {
            throw new IllegalStateException("encoding into memory cannot fail", e);
        }
    }

    public VerifyingKey verifyingKey() {
        return verifyingKey;
    }

    public Curve curve() {
        return verifyingKey.curve();
    }

    /** A DER signature over {@code digest} itself, on whichever curve; it is not hashed again. */
    public byte[] signDigest(Digest digest) {
        return signHash(digest.unsafeArray(), "SHA-256").toDer();
    }

    /** The raw signature (r and s, each of {@link Curve#fieldSize} bytes) under the curve's own hash, as COSE has it (RFC 9053). */
    public byte[] signMessage(byte[] message) {
        return signHash(Hashes.of(curve().hash(), message), curve().hash()).toRaw(curve());
    }

    /** A DER signature under the curve's own hash, as certificates have it. */
    byte[] signMessageDer(byte[] message) {
        return signHash(Hashes.of(curve().hash(), message), curve().hash()).toDer();
    }

    private EcdsaSignature signHash(byte[] hash, String algorithm) {
        var open = Objects.requireNonNull(key, "the key is closed");
        if (deterministic) return signDeterministically(hash, algorithm);
        try {
            return EcdsaSignature.ofDer(curve(), provider.sign(open, hash));
        } catch (MalformedException e) {
            throw new IllegalStateException("the provider made a signature that is not DER", e);
        }
    }

    private EcdsaSignature signDeterministically(byte[] hash, String algorithm) {
        var digest =
                switch (algorithm) {
                    case "SHA-384" -> new SHA384Digest();
                    case "SHA-512" -> new SHA512Digest();
                    default -> new SHA256Digest();
                };
        var signer = new ECDSASigner(new HMacDSAKCalculator(digest));
        signer.init(true, new ECPrivateKeyParameters(scalar(), curve().domain()));
        var numbers = signer.generateSignature(hash);
        return new EcdsaSignature(numbers[0], numbers[1]);
    }

    private BigInteger scalar() {
        return pkcs8.reveal(der -> {
            try {
                var info = PrivateKeyInfo.getInstance(ASN1Primitive.fromByteArray(der));
                return ECPrivateKey.getInstance(info.parsePrivateKey()).getKey();
            } catch (IOException e) {
                throw new IllegalStateException("the key's own encoding does not parse", e);
            }
        });
    }

    /** The key as PKCS#8 DER, to be sealed. */
    public SecretBytes toPkcs8() {
        return SecretBytes.wrap(pkcs8.reveal(byte[]::clone));
    }

    @Override
    public void close() {
        var open = key;
        key = null;
        pkcs8.close();
        if (open == null || open.isDestroyed()) return;
        try {
            open.destroy();
        } catch (DestroyFailedException _) {
            // Bouncy Castle's keys have no way to be erased; the reference is dropped and the encoding is erased.
            return;
        }
    }

    @Override
    public String toString() {
        return "SigningKey(hidden, " + verifyingKey + ")";
    }
}
