package coco.evidence.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coco.evidence.Authority;
import coco.evidence.MalformedException;
import coco.evidence.Octets;
import coco.evidence.Roots;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateEncodingException;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class X509Test {
    private static final String BEGIN = "-----BEGIN CERTIFICATE-----\n";
    private static final String END = "\n-----END CERTIFICATE-----\n";

    private final Octets der = root();
    private final String pem = BEGIN + Base64.getMimeEncoder().encodeToString(der.toArray()) + END;

    @Test
    void pemAndDerAreTheSame() throws MalformedException {
        assertEquals(2, X509.certificates(octets(pem + pem + "\0\0 \r\n")).size());
        assertEquals(X509.certificates(octets(pem)), X509.certificates(der));
        assertEquals(2, X509.certificates(der.concat(der)).size());
    }

    @Test
    void nothingElseStandsBetween() {
        for (var text : new String[] {
            "",
            "\0",
            "x" + pem,
            pem + "x",
            pem + "subject: x\n" + pem,
            BEGIN,
            BEGIN + END,
            pem.replace("CERT", "cert"),
            pem.replace("=", "!"),
            pem.replace("BEGIN CERTIFICATE", "BEGIN X509 CRL"),
            pem.substring(0, pem.length() - 9)
        }) {
            assertThrows(MalformedException.class, () -> X509.certificates(octets(text)), text);
        }
    }

    @Test
    void manyAreRefused() throws MalformedException {
        assertEquals(
                X509.COUNT_MAX,
                X509.certificates(octets(pem.repeat(X509.COUNT_MAX))).size());
        assertThrows(MalformedException.class, () -> X509.certificates(octets(pem.repeat(X509.COUNT_MAX + 1))));
    }

    @Test
    void everyCutAndEveryBitOfACertificateIsACertificateOrMalformed() throws MalformedException {
        for (var size = 0; size < der.size(); size++) {
            var cut = der.slice(0, size);
            assertThrows(MalformedException.class, () -> X509.certificates(cut));
        }
        var unreadable = 0;
        for (var bit = 0; bit < 8 * der.size(); bit++) {
            var flipped = der.toArray();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            try {
                assertEquals(1, X509.certificates(Octets.of(flipped)).size());
            } catch (MalformedException e) {
                unreadable++;
            }
        }
        assertTrue(unreadable > 0);
    }

    @Test
    void aCertificateIsNoRevocationList() {
        assertThrows(MalformedException.class, () -> X509.revocationLists(der));
        assertThrows(MalformedException.class, () -> X509.revocationLists(octets(pem)));
    }

    private static Octets root() {
        try {
            return Octets.of(
                    Roots.vendors().certificates(Authority.INTEL_SGX).getFirst().getEncoded());
        } catch (CertificateEncodingException e) {
            throw new AssertionError(e);
        }
    }

    private static Octets octets(String text) {
        return Octets.of(text.getBytes(StandardCharsets.ISO_8859_1));
    }
}
