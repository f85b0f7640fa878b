package coco.crypto;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Optional;
import org.bouncycastle.jce.provider.BouncyCastleProvider;

/**
 * Who computes ECDSA: Amazon's provider where its native library loads, else Bouncy Castle. The JDK is left out because
 * it takes eight to thirteen times as long. Neither is installed in the process.
 *
 * <p>The system property {@code coco.crypto.provider} settles it: {@code bc} takes Bouncy Castle, {@code accp} insists
 * on Amazon's, none takes the best there is.
 */
final class EcdsaProvider {
    private static final String AMAZON = "com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider";
    private static final String PREHASHED = "NONEwithECDSA";
    private static final EcdsaProvider CURRENT = choose();

    private final Provider provider;

    private EcdsaProvider(Provider provider) {
        this.provider = provider;
    }

    static EcdsaProvider current() {
        return CURRENT;
    }

    static EcdsaProvider bouncyCastle() {
        return new EcdsaProvider(new BouncyCastleProvider());
    }

    /** Amazon's provider, if its jar is there and its native library fits this machine. */
    static Optional<EcdsaProvider> amazon() {
        try {
            var instance = (Provider) Class.forName(AMAZON).getField("INSTANCE").get(null);
            return instance.getService("Signature", PREHASHED) == null
                    ? Optional.empty()
                    : Optional.of(new EcdsaProvider(instance));
        } catch (ReflectiveOperationException | LinkageError _) {
            // Absent by design on machines that it does not support; Bouncy Castle takes its place.
            return Optional.empty();
        }
    }

    private static EcdsaProvider choose() {
        var wanted = System.getProperty("coco.crypto.provider", "");
        return switch (wanted) {
            case "bc" -> bouncyCastle();
            case "accp" ->
                amazon().orElseThrow(() -> new IllegalStateException("the ACCP provider does not load here"));
            case "" -> amazon().orElseGet(EcdsaProvider::bouncyCastle);
            default -> throw new IllegalStateException("coco.crypto.provider is bc or accp, not " + wanted);
        };
    }

    String name() {
        return provider.getName();
    }

    PrivateKey privateKey(byte[] pkcs8) {
        try {
            return KeyFactory.getInstance("EC", provider).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a key that was checked before does not load", e);
        }
    }

    PublicKey publicKey(Bytes spki) {
        try {
            return KeyFactory.getInstance("EC", provider).generatePublic(new X509EncodedKeySpec(spki.toArray()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a key that was checked before does not load", e);
        }
    }

    /** DER signature over {@code hash} as it is. */
    byte[] sign(PrivateKey key, byte[] hash) {
        try {
            var signature = Signature.getInstance(PREHASHED, provider);
            signature.initSign(key);
            signature.update(hash);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("signing failed", e);
        }
    }

    /** @param der canonical, numbers in range: only {@link EcdsaSignature} makes it */
    boolean verify(PublicKey key, byte[] hash, byte[] der) {
        try {
            var signature = Signature.getInstance(PREHASHED, provider);
            signature.initVerify(key);
            signature.update(hash);
            return signature.verify(der);
        } catch (SignatureException _) {
            // A provider's way to say no to the numbers themselves: a verdict, and the same one as false.
            return false;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("verifying failed", e);
        }
    }
}
