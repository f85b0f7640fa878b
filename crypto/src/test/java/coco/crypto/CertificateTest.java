package coco.crypto;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CertificateTest {
    private static final Instant BEGIN = Instant.parse("2026-01-02T03:04:05Z");
    private static final Instant END = BEGIN.plus(Duration.ofDays(10));
    private static final String OID = "1.3.6.1.4.1.99999.1";

    private static CertificateSpec spec(String subject, boolean authority) {
        return new CertificateSpec(
                subject,
                List.of("dNSName:localhost", "iPAddress:127.0.0.1"),
                BEGIN,
                END,
                authority,
                Optional.of(new CertificateSpec.Extra(OID, Bytes.ofHex("0500"))));
    }

    @Test
    void anIssuedCertificateNamesItsIssuer() throws MalformedException {
        for (var curve : Curve.values()) {
            try (var serviceKey = SigningKey.deterministic(curve, new byte[] {1});
                    var nodeKey = SigningKey.deterministic(Curve.P256, new byte[] {2})) {
                var service = spec("CN=service", true).selfSigned(serviceKey);
                var node = spec("CN=node", false).issuedBy(service, serviceKey, nodeKey.verifyingKey());
                assertTrue(service.isIssuedBy(service));
                assertTrue(node.isIssuedBy(service));
                assertFalse(node.isIssuedBy(node), "a node is no authority");
                assertFalse(service.isIssuedBy(node));
                assertEquals(nodeKey.verifyingKey(), node.key());
                assertEquals(node, Certificate.ofPem(node.pem()));
                assertEquals(Digest.sha256(node.der()), node.fingerprint());
                assertEquals(Optional.of(Bytes.ofHex("0500")), node.extension(OID));
            }
        }
    }

    @Test
    void aNamesakeWithAnotherKeyIsNoIssuer() {
        try (var first = SigningKey.deterministic(Curve.P256, new byte[] {1});
                var second = SigningKey.deterministic(Curve.P256, new byte[] {2})) {
            var real = spec("CN=service", true).selfSigned(first);
            var namesake = spec("CN=service", true).selfSigned(second);
            assertFalse(real.isIssuedBy(namesake));
            assertThrows(IllegalArgumentException.class, () -> spec("CN=node", false)
                    .issuedBy(real, second, second.verifyingKey()));
        }
    }

    @Test
    void whoIsNoAuthorityIssuesNothing() {
        try (var key = SigningKey.deterministic(Curve.P256, new byte[] {1})) {
            var plain = spec("CN=plain", false).selfSigned(key);
            var below = spec("CN=below", false).issuedBy(plain, key, key.verifyingKey());
            assertTrue(below.isSignedBy(plain.key()));
            assertFalse(below.isIssuedBy(plain));
        }
    }

    @Test
    void validityIncludesBothEnds() {
        try (var key = SigningKey.deterministic(Curve.P256, new byte[] {1})) {
            var certificate = spec("CN=service", true).selfSigned(key);
            assertFalse(certificate.isValidAt(BEGIN.minusSeconds(1)));
            assertTrue(certificate.isValidAt(BEGIN));
            assertTrue(certificate.isValidAt(END));
            assertFalse(certificate.isValidAt(END.plusSeconds(1)));
        }
    }

    @Test
    void aDeterministicKeyGivesTheSameCertificateAgain() {
        try (var key = SigningKey.deterministic(Curve.P384, new byte[] {1})) {
            assertEquals(
                    spec("CN=service", true).selfSigned(key),
                    spec("CN=service", true).selfSigned(key));
        }
    }

    @Test
    void mutatedCertificatesAreRefusedOrKeepTheirBytesAndLoseTheirIssuer() {
        var random = new Random(2);
        try (var key = SigningKey.deterministic(Curve.P256, new byte[] {1})) {
            var certificate = spec("CN=service", true).selfSigned(key);
            for (var round = 0; round < 20_000; round++) {
                var mutated = Bytes.of(Mutations.of(certificate.der().toArray(), random));
                try {
                    var read = Certificate.ofDer(mutated);
                    assertEquals(mutated, read.der());
                    assertTrue(read.equals(certificate) || !read.isIssuedBy(certificate));
                } catch (MalformedException e) {
                    assertNotNull(e.getMessage());
                }
            }
        }
    }

    @Test
    void everyFlippedBitIsRefusedOrLosesTheIssuer() {
        try (var key = SigningKey.deterministic(Curve.P256, new byte[] {1})) {
            var certificate = spec("CN=service", true).selfSigned(key);
            for (var bit = 0; bit < 8 * certificate.der().size(); bit++) {
                var flipped = certificate.der().toArray();
                flipped[bit / 8] ^= (byte) (1 << bit % 8);
                try {
                    assertFalse(Certificate.ofDer(Bytes.of(flipped)).isIssuedBy(certificate), "bit " + bit);
                } catch (MalformedException e) {
                    assertNotNull(e.getMessage());
                }
            }
        }
    }

    @Test
    void pemIsReadStrictly() throws MalformedException {
        var pem = Pem.encode(Pem.CERTIFICATE, Bytes.of(new byte[100]));
        assertEquals(2, Pem.decodeAll(pem + pem + "\0", Pem.CERTIFICATE).size());
        for (var bad : List.of("", pem + "x", pem + pem, pem.replace("END", "FIN"), pem.replace("AAAA", "A?AA")))
            assertThrows(MalformedException.class, () -> Pem.decodeOne(bad, Pem.CERTIFICATE));
    }

    /** SEQUENCE { SEQUENCE {}, SEQUENCE { OID }, BIT STRING {} }: what is signed has none of its parts. */
    @Test
    void aCertificateWithoutItsPartsIsRefused() {
        assertThrows(
                MalformedException.class,
                () -> Certificate.ofDer(Bytes.ofHex("300c" + "3000" + "300506032a0304" + "030100")));
    }
}
