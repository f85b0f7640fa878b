package coco.evidence;

import static coco.evidence.DerWriter.bitString;
import static coco.evidence.DerWriter.integer;
import static coco.evidence.DerWriter.join;
import static coco.evidence.DerWriter.name;
import static coco.evidence.DerWriter.objectIdentifier;
import static coco.evidence.DerWriter.octetString;
import static coco.evidence.DerWriter.sequence;
import static coco.evidence.DerWriter.time;
import static coco.evidence.DerWriter.value;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Map;

/**
 * An issuer of certificates for tests, with an own key on P-384. What it issues has to be trusted by way of a root that a
 * test names; it may have a vendor's name to be shaped as the vendor's are, and the vendors' roots have to refuse it.
 */
public record Issuer(X509Certificate certificate, KeyPair keys) {
    public static final Instant FROM = Instant.parse("2026-01-01T00:00:00Z");
    public static final Instant UNTIL = Instant.parse("2030-01-01T00:00:00Z");

    private static final byte[] ECDSA_SHA384 = sequence(objectIdentifier("1.2.840.10045.4.3.3"));
    private static final Map<String, byte[]> OF_ISSUERS = Map.of(
            "2.5.29.19", sequence(value(0x01, new byte[] {-1})),
            "2.5.29.15", value(0x03, new byte[] {1, 0b0000_0110}));

    public static Issuer root(String common) {
        var keys = newKeys("secp384r1");
        return new Issuer(make(common, keys, common, keys.getPublic(), 1, UNTIL, OF_ISSUERS), keys);
    }

    public Issuer issuer(String common, long serial) {
        var own = newKeys("secp384r1");
        return new Issuer(issue(common, own.getPublic(), serial, UNTIL, OF_ISSUERS), own);
    }

    /** @param extensions contents by object identifier, none of them critical */
    public X509Certificate issue(
            String common, PublicKey key, long serial, Instant until, Map<String, byte[]> extensions) {
        return make(commonName(), keys, common, key, serial, until, extensions);
    }

    public X509CRL revoking(Instant from, Instant until, long... serials) {
        var entries = new byte[0];
        for (var serial : serials) entries = join(entries, sequence(integer(serial), time(from)));
        var list = sequence(
                integer(1),
                ECDSA_SHA384,
                name(commonName()),
                time(from),
                time(until),
                serials.length == 0 ? entries : sequence(entries));
        try {
            return (X509CRL)
                    CertificateFactory.getInstance("X.509").generateCRL(new ByteArrayInputStream(signed(list, keys)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    public static KeyPair newKeys(String curve) {
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec(curve));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private String commonName() {
        return certificate.getSubjectX500Principal().getName().substring("CN=".length());
    }

    private static X509Certificate make(
            String issuer,
            KeyPair by,
            String subject,
            PublicKey key,
            long serial,
            Instant until,
            Map<String, byte[]> extensions) {
        var listed = new byte[0];
        for (var extension : extensions.entrySet()) {
            listed = join(listed, sequence(objectIdentifier(extension.getKey()), octetString(extension.getValue())));
        }
        var body = sequence(
                value(0xa0, integer(2)),
                integer(serial),
                ECDSA_SHA384,
                name(issuer),
                sequence(time(FROM), time(until)),
                name(subject),
                key.getEncoded(),
                value(0xa3, sequence(listed)));
        try {
            return (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(signed(body, by)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] signed(byte[] body, KeyPair by) {
        try {
            var signer = Signature.getInstance("SHA384withECDSA");
            signer.initSign(by.getPrivate());
            signer.update(body);
            return sequence(body, ECDSA_SHA384, bitString(signer.sign()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
