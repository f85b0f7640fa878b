package coco.evidence.format;

import coco.evidence.MalformedException;
import coco.evidence.Octets;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads certificates and revocation lists (RFC 5280) as they are carried: as PEM (RFC 7468) with nothing but white space and
 * zeros around the blocks, or as DER, one behind the other.
 */
public final class X509 {
    /** Certificates or revocation lists in one run of bytes. */
    public static final int COUNT_MAX = 16;

    private static final String CERTIFICATE = "CERTIFICATE";
    private static final String REVOCATION_LIST = "X509 CRL";

    /** Bit of the key usage. */
    private static final int DIGITAL_SIGNATURE = 0;

    private X509() {}

    /** At least one certificate, in the order in which they stand. */
    public static List<X509Certificate> certificates(Octets bytes) throws MalformedException {
        var certificates = new ArrayList<X509Certificate>();
        for (var der : blocks(bytes, CERTIFICATE)) certificates.add(certificate(der));
        return List.copyOf(certificates);
    }

    /** One certificate in DER and nothing else. */
    public static X509Certificate ofDer(Octets der) throws MalformedException {
        Der.parse(der).items(3); // the JDK's factory takes PEM too, and text around it
        return certificate(der);
    }

    /** The certificate in DER. */
    public static Octets encoded(X509Certificate certificate) throws MalformedException {
        try {
            return Octets.of(certificate.getEncoded());
        } catch (CertificateEncodingException e) {
            throw new MalformedException("a certificate that cannot be written", e);
        }
    }

    /** What the octet string of an extension holds; none where the certificate has no such extension. */
    public static Optional<Octets> extension(X509Certificate certificate, String id) throws MalformedException {
        var value = certificate.getExtensionValue(id);
        return value == null
                ? Optional.empty()
                : Optional.of(Der.parse(Octets.of(value)).octetString());
    }

    /**
     * Whether the certificate is of a key that signs documents and issues no certificates (RFC 5280 sections 4.2.1.3 and 4.2.1.9).
     *
     * @param unsaid the answer where an issuer of nothing does not say what its key is for
     */
    public static boolean isForSignatures(X509Certificate certificate, boolean unsaid) {
        var uses = certificate.getKeyUsage();
        return certificate.getBasicConstraints() < 0 && (uses == null ? unsaid : uses[DIGITAL_SIGNATURE]);
    }

    /** At least one revocation list, in the order in which they stand. */
    public static List<X509CRL> revocationLists(Octets bytes) throws MalformedException {
        var lists = new ArrayList<X509CRL>();
        for (var der : blocks(bytes, REVOCATION_LIST)) lists.add(revocationList(der));
        return List.copyOf(lists);
    }

    private static X509Certificate certificate(Octets der) throws MalformedException {
        try {
            var factory = CertificateFactory.getInstance("X.509");
            var read = (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(der.toArray()));
            if (Octets.of(read.getEncoded()).equals(der)) return read;
            throw new MalformedException("a certificate that is not DER");
        } catch (GeneralSecurityException | RuntimeException e) {
            // The JDK says that a certificate is none in either way.
            throw new MalformedException("no certificate", e);
        }
    }

    private static X509CRL revocationList(Octets der) throws MalformedException {
        try {
            var factory = CertificateFactory.getInstance("X.509");
            var read = (X509CRL) factory.generateCRL(new ByteArrayInputStream(der.toArray()));
            if (Octets.of(read.getEncoded()).equals(der)) return read;
            throw new MalformedException("a revocation list that is not DER");
        } catch (GeneralSecurityException | RuntimeException e) {
            // As for certificates.
            throw new MalformedException("no revocation list", e);
        }
    }

    private static List<Octets> blocks(Octets bytes, String label) throws MalformedException {
        var found = !bytes.isEmpty() && bytes.at(0) == Der.SEQUENCE ? derBlocks(bytes) : pemBlocks(bytes, label);
        if (found.isEmpty()) throw new MalformedException("no " + label);
        return found;
    }

    private static List<Octets> derBlocks(Octets bytes) throws MalformedException {
        var in = ByteReader.bigEndian(bytes);
        var blocks = new ArrayList<Octets>();
        while (in.remaining() > 0) {
            requireRoom(blocks);
            var from = in.position();
            Der.read(in);
            blocks.add(bytes.slice(from, in.position()));
        }
        return blocks;
    }

    private static List<Octets> pemBlocks(Octets bytes, String label) throws MalformedException {
        var begin = "-----BEGIN " + label + "-----";
        var end = "-----END " + label + "-----";
        var text = new String(bytes.toArray(), StandardCharsets.ISO_8859_1);
        var blocks = new ArrayList<Octets>();
        var at = blankFrom(text, 0);
        while (at < text.length()) {
            requireRoom(blocks);
            var stop = text.indexOf(end, at);
            if (!text.startsWith(begin, at) || stop < 0) throw new MalformedException("no PEM of a " + label);
            var lines = text.substring(at + begin.length(), stop);
            blocks.add(BaseEncoding.base64(lines.replaceAll("[\r\n \t]", ""), "PEM"));
            at = blankFrom(text, stop + end.length());
        }
        return blocks;
    }

    /** Where, from {@code at} on, the next character is that is neither white space nor zero. */
    private static int blankFrom(String text, int at) {
        var end = at;
        while (end < text.length() && "\0 \t\r\n".indexOf(text.charAt(end)) >= 0) end++;
        return end;
    }

    private static void requireRoom(List<Octets> blocks) throws MalformedException {
        if (blocks.size() == COUNT_MAX) throw new MalformedException("more than " + COUNT_MAX + " certificates");
    }
}
