package coco.evidence.snp;

import coco.evidence.Endorsement;
import coco.evidence.Endorsements;
import coco.evidence.MalformedException;
import coco.evidence.Octets;
import coco.evidence.format.Json;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CRLException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.ArrayList;

/**
 * Endorsements of reports, in the forms in which AMD's key distribution service gives them: a certificate in DER, issuers in
 * PEM, a revocation list in DER; and in the form in which Azure's hosts give them. {@link CertificateTable} has the form of
 * other hosts.
 */
public final class SnpEndorsements {
    /** Bytes of the longest input that is read. */
    public static final int SIZE_MAX = 1 << 20;

    /** Certificates in one input. */
    public static final int CERTIFICATES_MAX = 64;

    private SnpEndorsements() {}

    /**
     * Certificates in PEM one after another, or one in DER.
     *
     * @throws MalformedException where there is something else, or too many
     */
    public static Endorsements certificates(Octets pemOrDer) throws MalformedException {
        var items = new ArrayList<Endorsement>();
        try {
            for (var certificate : factory().generateCertificates(in(pemOrDer))) {
                items.add(new Endorsement.Certificate((X509Certificate) certificate));
            }
        } catch (CertificateException | RuntimeException e) {
            // The JDK says that a certificate is none in either way.
            throw new MalformedException("no certificates", e);
        }
        if (items.isEmpty() || items.size() > CERTIFICATES_MAX) {
            throw new MalformedException(items.size() + " certificates; 1 to " + CERTIFICATES_MAX + " are read");
        }
        return new Endorsements(items);
    }

    /**
     * What Azure's hosts give (Trusted Hardware Identity Management): JSON with {@code vcekCert} and {@code
     * certificateChain} in PEM. Its {@code tcbm} and {@code cacheControl} say nothing that the certificate does not.
     *
     * @throws MalformedException where one of the two is missing, or is no certificates
     */
    public static Endorsements hardwareIdentity(Octets json) throws MalformedException {
        var object = Json.parseObject(json);
        return certificates(ascii(object.text("vcekCert"))).with(certificates(ascii(object.text("certificateChain"))));
    }

    /** @throws MalformedException unless it is one list, in DER or PEM */
    public static Endorsement.RevocationList revocationList(Octets list) throws MalformedException {
        try {
            return new Endorsement.RevocationList((X509CRL) factory().generateCRL(in(list)));
        } catch (CRLException | RuntimeException e) {
            // As for certificates.
            throw new MalformedException("no revocation list", e);
        }
    }

    static Endorsement.Certificate certificate(Octets der) throws MalformedException {
        try {
            return new Endorsement.Certificate((X509Certificate) factory().generateCertificate(in(der)));
        } catch (CertificateException | RuntimeException e) {
            // As above.
            throw new MalformedException("no certificate", e);
        }
    }

    private static ByteArrayInputStream in(Octets bytes) throws MalformedException {
        if (bytes.size() > SIZE_MAX) throw new MalformedException(bytes.size() + " bytes are too many");
        return new ByteArrayInputStream(bytes.toArray());
    }

    private static Octets ascii(String pem) {
        return Octets.of(pem.getBytes(StandardCharsets.US_ASCII));
    }

    private static CertificateFactory factory() {
        try {
            return CertificateFactory.getInstance("X.509");
        } catch (CertificateException e) {
            throw new IllegalStateException("every JDK reads X.509", e);
        }
    }
}
