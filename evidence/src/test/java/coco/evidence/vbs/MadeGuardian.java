package coco.evidence.vbs;

import coco.evidence.Octets;
import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** A Host Guardian Service of this test: its root, and health certificates that it issues. */
final class MadeGuardian {
    static final Instant FROM = Instant.parse("2026-11-26T08:00:00Z");
    static final Instant UNTIL = Instant.parse("2026-11-26T16:00:00Z");
    static final KeyPair KEY = MadeReport.key(2_048);
    static final X509Certificate ROOT =
            certificate("Guardian", KEY.getPublic(), true, Instant.EPOCH, Instant.parse("2049-01-01T00:00:00Z"));

    private MadeGuardian() {}

    static X509Certificate health(PublicKey key) {
        return certificate("health", key, false, FROM, UNTIL);
    }

    static X509Certificate health(PublicKey key, Instant from, Instant until) {
        return certificate("health", key, false, from, until);
    }

    private static X509Certificate certificate(
            String subject, PublicKey key, boolean isRoot, Instant from, Instant until) {
        var algorithm = value(0x30, Octets.ofHex("06092a864886f70d01010b0500"));
        var extensions = isRoot ? extensions("551d13", "30030101ff") : extensions("551d0f", "03020780");
        var body = value(
                0x30,
                value(0xa0, Octets.ofHex("020102"))
                        .concat(value(
                                0x02,
                                Octets.of(BigInteger.valueOf(from.getEpochSecond() + 1)
                                        .toByteArray())))
                        .concat(algorithm)
                        .concat(name("Guardian"))
                        .concat(value(0x30, time(from).concat(time(until))))
                        .concat(name(subject))
                        .concat(Octets.of(key.getEncoded()))
                        .concat(value(0xa3, value(0x30, extensions))));
        try {
            var signer = Signature.getInstance("SHA256withRSA");
            signer.initSign(KEY.getPrivate());
            signer.update(body.toArray());
            var signature = value(0x03, Octets.ofHex("00").concat(Octets.of(signer.sign())));
            var whole = value(0x30, body.concat(algorithm).concat(signature));
            return (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(whole.toArray()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Octets extensions(String identifier, String content) {
        return value(
                0x30,
                value(0x06, Octets.ofHex(identifier))
                        .concat(Octets.ofHex("0101ff"))
                        .concat(value(0x04, Octets.ofHex(content))));
    }

    private static Octets name(String common) {
        var text = value(0x0c, Octets.of(common.getBytes(StandardCharsets.UTF_8)));
        return value(0x30, value(0x31, value(0x30, Octets.ofHex("0603550403").concat(text))));
    }

    private static Octets time(Instant at) {
        var text = DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'")
                .withZone(ZoneOffset.UTC)
                .format(at);
        return value(0x18, Octets.of(text.getBytes(StandardCharsets.US_ASCII)));
    }

    private static Octets value(int tag, Octets content) {
        var size = content.size();
        var length = size < 128 ? Octets.of((byte) size) : Octets.of((byte) 0x82, (byte) (size >> 8), (byte) size);
        return Octets.of((byte) tag).concat(length).concat(content);
    }
}
