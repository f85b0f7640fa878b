package coco.evidence.snp;

import coco.evidence.Endorsement;
import coco.evidence.Endorsements;
import coco.evidence.MalformedException;
import coco.evidence.Octets;
import java.io.ByteArrayInputStream;
import java.security.cert.CRLException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.ArrayList;

/**
 * Endorsements of reports, in the forms in which AMD's key distribution service gives them: a certificate in DER, issuers in
 * PEM, a revocation list in DER. {@link CertificateTable} has the host's form.
 */
public final class SnpEndorsements {
    /** Bytes of the longest input that is read. */
    public static final int SIZE_MAX = 1 << 20;

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
        if (items.isEmpty() || items.size() > Endorsements.ITEMS_MAX) {
            throw new MalformedException(items.size() + " certificates");
        }
        return new Endorsements(items);
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

    private static CertificateFactory factory() {
        try {
            return CertificateFactory.getInstance("X.509");
        } catch (CertificateException e) {
            throw new IllegalStateException("every JDK reads X.509", e);
        }
    }
}
