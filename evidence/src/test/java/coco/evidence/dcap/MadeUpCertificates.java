package coco.evidence.dcap;

import coco.evidence.MalformedException;
import coco.evidence.Octets;
import coco.evidence.format.X509;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.util.List;

/** Makes certificates and revocation lists, in DER by hand, as Intel makes them. */
final class MadeUpCertificates {
    private static final byte[] ECDSA_SHA256 = sequence(oid("1.2.840.10045.4.3.2"));
    /** Of certificates that may sign others. */
    static final byte[] CA =
            sequence(oid("2.5.29.19"), tlv(0x01, (byte) 0xff), tlv(0x04, sequence(tlv(0x01, (byte) 0xff))));

    private MadeUpCertificates() {}

    static KeyPair keys() {
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /** Valid for the years 2020 to {@code untilYear}, 2021 to 2049. */
    static X509Certificate certificate(
            String subject,
            KeyPair keys,
            String issuer,
            PrivateKey issuerKey,
            int serial,
            int untilYear,
            byte[] extensions) {
        var body = sequence(
                tlv(0xa0, integer(2)),
                integer(serial),
                ECDSA_SHA256,
                name(issuer),
                sequence(time(2020), time(untilYear)),
                name(subject),
                keys.getPublic().getEncoded(),
                tlv(0xa3, sequence(extensions)));
        try {
            return X509.certificates(Octets.of(signed(body, issuerKey))).getFirst();
        } catch (MalformedException e) {
            throw new AssertionError(e);
        }
    }

    /** Valid for the years 2020 to {@code untilYear}. */
    static X509CRL revocationList(String issuer, PrivateKey issuerKey, List<Integer> revoked, int untilYear) {
        var entries = new byte[revoked.size()][];
        for (var i = 0; i < entries.length; i++) entries[i] = sequence(integer(revoked.get(i)), time(2020));
        var body = sequence(
                integer(1),
                ECDSA_SHA256,
                name(issuer),
                time(2020),
                time(untilYear),
                entries.length == 0 ? new byte[0] : sequence(entries));
        try {
            return X509.revocationLists(Octets.of(signed(body, issuerKey))).getFirst();
        } catch (MalformedException e) {
            throw new AssertionError(e);
        }
    }

    /** r and s, 32 bytes each. */
    static byte[] sign(byte[] message, PrivateKey key) {
        return sign("SHA256withECDSAinP1363Format", message, key);
    }

    private static byte[] sign(String algorithm, byte[] message, PrivateKey key) {
        try {
            var signature = Signature.getInstance(algorithm);
            signature.initSign(key);
            signature.update(message);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] signed(byte[] body, PrivateKey key) {
        return sequence(body, ECDSA_SHA256, tlv(0x03, new byte[] {0}, sign("SHA256withECDSA", body, key)));
    }

    static byte[] extension(String oid, byte[] value) {
        return sequence(oid(oid), tlv(0x04, value));
    }

    static byte[] sequence(byte[]... items) {
        return tlv(0x30, items);
    }

    static byte[] octets(byte... content) {
        return tlv(0x04, content);
    }

    static byte[] integer(long value) {
        return tlv(0x02, BigInteger.valueOf(value).toByteArray());
    }

    static byte[] oid(String dotted) {
        var arcs = dotted.split("\\.", -1);
        var out = new ByteArrayOutputStream();
        out.write(40 * Integer.parseInt(arcs[0]) + Integer.parseInt(arcs[1]));
        for (var i = 2; i < arcs.length; i++) {
            var arc = Integer.parseInt(arcs[i]);
            for (var shift = 28; shift > 0; shift -= 7) {
                if (arc >> shift != 0) out.write(0x80 | arc >> shift & 0x7f);
            }
            out.write(arc & 0x7f);
        }
        return tlv(0x06, out.toByteArray());
    }

    static byte[] tlv(int tag, byte... content) {
        return tlv(tag, new byte[][] {content});
    }

    static byte[] tlv(int tag, byte[]... parts) {
        var content = join(parts);
        var size = content.length;
        if (size < 0x80) return join(new byte[] {(byte) tag, (byte) size}, content);
        if (size < 0x100) return join(new byte[] {(byte) tag, (byte) 0x81, (byte) size}, content);
        return join(new byte[] {(byte) tag, (byte) 0x82, (byte) (size >> 8), (byte) size}, content);
    }

    static byte[] join(byte[]... parts) {
        var out = new ByteArrayOutputStream();
        for (var part : parts) out.writeBytes(part);
        return out.toByteArray();
    }

    private static byte[] time(int year) {
        return tlv(0x17, "%02d0101000000Z".formatted(year % 100).getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] name(String commonName) {
        return sequence(
                attribute("2.5.4.3", commonName),
                attribute("2.5.4.10", "Intel Corporation"),
                attribute("2.5.4.7", "Santa Clara"),
                attribute("2.5.4.8", "CA"),
                attribute("2.5.4.6", "US"));
    }

    private static byte[] attribute(String oid, String value) {
        return tlv(0x31, sequence(oid(oid), tlv(0x0c, value.getBytes(StandardCharsets.UTF_8))));
    }
}
