package coco.evidence;

import static coco.evidence.DerWriter.bitString;
import static coco.evidence.DerWriter.integer;
import static coco.evidence.DerWriter.objectIdentifier;
import static coco.evidence.DerWriter.octetString;
import static coco.evidence.DerWriter.sequence;
import static coco.evidence.DerWriter.time;
import static coco.evidence.DerWriter.truth;
import static coco.evidence.DerWriter.value;

import coco.evidence.format.X509;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.time.Instant;
import java.util.List;
import javax.security.auth.x500.X500Principal;

/**
 * What a certificate that is made for a test will say (RFC 5280 section 4.1). It may have a vendor's name to be shaped as the
 * vendor's are, and the vendors' roots have to refuse it.
 *
 * @param subject a distinguished name, such as {@code CN=somebody}
 */
public record MadeCertificate(
        String subject, PublicKey key, long serial, Instant from, Instant until, List<Extension> extensions) {
    public static final Instant FROM = Instant.parse("2026-01-01T00:00:00Z");
    public static final Instant UNTIL = Instant.parse("2030-01-01T00:00:00Z");

    private static final byte[] ECDSA_SHA256 = sequence(objectIdentifier("1.2.840.10045.4.3.2"));
    private static final byte[] ECDSA_SHA384 = sequence(objectIdentifier("1.2.840.10045.4.3.3"));
    private static final byte[] RSA_SHA256 = sequence(objectIdentifier("1.2.840.113549.1.1.11"), value(0x05));

    public MadeCertificate {
        extensions = List.copyOf(extensions);
    }

    /** An extension; {@code value} is what the octet string holds. */
    public record Extension(String id, boolean critical, Octets value) {
        /** One that is not critical. */
        public static Extension of(String id, byte[] value) {
            return new Extension(id, false, Octets.of(value));
        }

        /** Of those that issue certificates. */
        public static Extension ofIssuer() {
            return new Extension("2.5.29.19", true, Octets.of(sequence(truth(true))));
        }

        /** What the key is for: signs certificates and revocation lists. */
        public static Extension issuing() {
            return keyUsage(0b0000_0110, 1);
        }

        /** What the key is for: signs documents. */
        public static Extension signing() {
            return keyUsage(0b1000_0000, 7);
        }

        /**
         * What the key is for.
         *
         * @param bits the first use is the highest
         * @param unused how many of the lowest are none
         */
        public static Extension keyUsage(int bits, int unused) {
            return new Extension(
                    "2.5.29.15", true, Octets.of(DerWriter.value(0x03, new byte[] {(byte) unused, (byte) bits})));
        }

        /** What the key is for, by an object identifier. */
        public static Extension extendedUse(String id) {
            return of("2.5.29.37", sequence(objectIdentifier(id)));
        }

        private byte[] encoded() {
            return critical
                    ? sequence(objectIdentifier(id), truth(true), octetString(value.toArray()))
                    : sequence(objectIdentifier(id), octetString(value.toArray()));
        }
    }

    /** Of serial number 1, for the usual years. */
    public static MadeCertificate of(String subject, PublicKey key, Extension... extensions) {
        return new MadeCertificate(subject, key, 1, FROM, UNTIL, List.of(extensions));
    }

    public MadeCertificate numbered(long number) {
        return new MadeCertificate(subject, key, number, from, until, extensions);
    }

    /** Both included; in whole seconds. */
    public MadeCertificate valid(Instant first, Instant last) {
        return new MadeCertificate(subject, key, serial, first, last, extensions);
    }

    public X509Certificate signed(String issuer, KeyPair by) {
        var body = sequence(
                value(0xa0, integer(2)),
                integer(serial),
                algorithm(by),
                new X500Principal(issuer).getEncoded(),
                sequence(time(from), time(until)),
                new X500Principal(subject).getEncoded(),
                key.getEncoded(),
                extensions.isEmpty() ? new byte[0] : value(0xa3, sequence(encodedExtensions())));
        try {
            return X509.ofDer(Octets.of(signed(body, by)));
        } catch (MalformedException e) {
            throw new IllegalStateException(e);
        }
    }

    private byte[][] encodedExtensions() {
        return extensions.stream().map(Extension::encoded).toArray(byte[][]::new);
    }

    /** A body with its algorithm and signature behind it, as certificates and revocation lists have them. */
    static byte[] signed(byte[] body, KeyPair by) {
        try {
            var signer = Signature.getInstance(isElliptic(by) ? hash(by) + "withECDSA" : "SHA256withRSA");
            signer.initSign(by.getPrivate());
            signer.update(body);
            return sequence(body, algorithm(by), bitString(signer.sign()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static byte[] algorithm(KeyPair by) {
        if (!isElliptic(by)) return RSA_SHA256;
        return hash(by).equals("SHA256") ? ECDSA_SHA256 : ECDSA_SHA384;
    }

    private static boolean isElliptic(KeyPair keys) {
        return keys.getPublic() instanceof ECPublicKey;
    }

    /** As strong as the curve. */
    private static String hash(KeyPair keys) {
        return ((ECPublicKey) keys.getPublic()).getParams().getOrder().bitLength() == 256 ? "SHA256" : "SHA384";
    }
}
