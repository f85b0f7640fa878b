package coco.evidence;

import coco.evidence.format.X509;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import javax.security.auth.x500.X500Principal;

/** Makes certificates for tests: under roots of their own, never under a vendor's. */
public final class TestCertificates {
    public static final Instant FROM = Instant.parse("2026-01-01T00:00:00Z");
    public static final Instant UNTIL = Instant.parse("2027-01-01T00:00:00Z");

    private TestCertificates() {}

    /** A certificate and its key. */
    public record Identity(KeyPair keys, X509Certificate certificate) {}

    /** An extension; {@code value} is what the octet string holds. */
    public record Extension(String id, boolean critical, Octets value) {}

    public static KeyPair elliptic(String curve) {
        return keys("EC", new ECGenParameterSpec(curve));
    }

    public static KeyPair rsa() {
        return keys("RSA", new RSAKeyGenParameterSpec(2048, RSAKeyGenParameterSpec.F4));
    }

    private static KeyPair keys(String algorithm, java.security.spec.AlgorithmParameterSpec parameters) {
        try {
            var generator = KeyPairGenerator.getInstance(algorithm);
            generator.initialize(parameters);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    public static Identity root(String name, KeyPair keys) {
        return new Identity(keys, certificate(name, keys.getPublic(), name, keys, FROM, UNTIL, authority()));
    }

    public static Identity issuer(Identity by, String name, KeyPair keys) {
        return new Identity(keys, issue(by, name, keys.getPublic(), FROM, UNTIL, authority()));
    }

    public static Identity leaf(Identity by, String name, KeyPair keys, Extension... extensions) {
        return new Identity(keys, issue(by, name, keys.getPublic(), FROM, UNTIL, List.of(extensions)));
    }

    public static X509Certificate issue(
            Identity by, String name, PublicKey key, Instant from, Instant until, List<Extension> extensions) {
        var issuer = by.certificate().getSubjectX500Principal().getName();
        return certificate(name, key, issuer, by.keys(), from, until, extensions);
    }

    /** Signed by {@code signer}, by ECDSA or RSA with SHA-384. */
    public static X509Certificate certificate(
            String name,
            PublicKey key,
            String issuer,
            KeyPair signer,
            Instant from,
            Instant until,
            List<Extension> extensions) {
        try {
            var elliptic = signer.getPrivate().getAlgorithm().equals("EC");
            var algorithm = elliptic
                    ? sequence(identifier("1.2.840.10045.4.3.3"))
                    : sequence(identifier("1.2.840.113549.1.1.12"), der(0x05));
            var signed = sequence(
                    der(0xa0, der(0x02, new byte[] {2})),
                    der(
                            0x02,
                            BigInteger.valueOf(extensions.hashCode() & 0xffffL | 1)
                                    .toByteArray()),
                    algorithm,
                    new X500Principal(issuer).getEncoded(),
                    sequence(time(from), time(until)),
                    new X500Principal(name).getEncoded(),
                    key.getEncoded(),
                    der(
                            0xa3,
                            sequence(extensions.stream()
                                    .map(TestCertificates::extension)
                                    .toArray(byte[][]::new))));
            var signature = Signature.getInstance(elliptic ? "SHA384withECDSA" : "SHA384withRSA");
            signature.initSign(signer.getPrivate());
            signature.update(signed);
            var whole = sequence(signed, algorithm, der(0x03, new byte[1], signature.sign()));
            return X509.ofDer(Octets.of(whole));
        } catch (GeneralSecurityException | MalformedException e) {
            throw new IllegalStateException(e);
        }
    }

    public static List<Extension> authority() {
        return List.of(
                new Extension("2.5.29.19", true, Octets.of(sequence(der(0x01, new byte[] {-1})))),
                new Extension("2.5.29.15", true, Octets.of(der(0x03, new byte[] {2, 0x04}))));
    }

    /** For signatures alone. */
    public static Extension digitalSignature() {
        return new Extension("2.5.29.15", true, Octets.of(der(0x03, new byte[] {7, (byte) 0x80})));
    }

    public static Extension extendedUse(String id) {
        return new Extension("2.5.29.37", false, Octets.of(sequence(identifier(id))));
    }

    private static byte[] extension(Extension extension) {
        var value = der(0x04, extension.value.toArray());
        return extension.critical
                ? sequence(identifier(extension.id), der(0x01, new byte[] {-1}), value)
                : sequence(identifier(extension.id), value);
    }

    private static byte[] time(Instant at) {
        var text = DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'")
                .withZone(ZoneOffset.UTC)
                .format(at);
        return der(0x18, text.getBytes(StandardCharsets.US_ASCII));
    }

    public static byte[] identifier(String dots) {
        var arcs = new ArrayList<BigInteger>();
        for (var arc : dots.split("\\.", -1)) arcs.add(new BigInteger(arc));
        var first = arcs.removeFirst().multiply(BigInteger.valueOf(40)).add(arcs.removeFirst());
        arcs.addFirst(first);
        var out = new ByteArrayOutputStream();
        for (var arc : arcs) {
            for (var shift = Math.max(0, (arc.bitLength() - 1) / 7 * 7); shift >= 0; shift -= 7) {
                out.write(arc.shiftRight(shift).intValue() & 0x7f | (shift > 0 ? 0x80 : 0));
            }
        }
        return der(0x06, out.toByteArray());
    }

    public static byte[] sequence(byte[]... parts) {
        return der(0x30, parts);
    }

    public static byte[] der(int tag, byte[]... parts) {
        var content = new ByteArrayOutputStream();
        for (var part : parts) content.writeBytes(part);
        var size = content.size();
        var out = new ByteArrayOutputStream();
        out.write(tag);
        if (size < 0x80) {
            out.write(size);
        } else {
            var count = size < 0x100 ? 1 : size < 0x10000 ? 2 : 3;
            out.write(0x80 | count);
            for (var shift = 8 * count - 8; shift >= 0; shift -= 8) out.write(size >>> shift);
        }
        out.writeBytes(content.toByteArray());
        return out.toByteArray();
    }
}
