package coco.evidence.format;

import coco.evidence.MalformedException;
import coco.evidence.Octets;
import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;

/** X.509 certificates (RFC 5280). */
public final class Certificates {
    private Certificates() {}

    /** @throws MalformedException unless the bytes are one certificate in DER and nothing else */
    public static X509Certificate ofDer(Octets der) throws MalformedException {
        Der.parse(der).items(3); // the JDK's factory takes PEM too, and text around it
        try {
            var in = new ByteArrayInputStream(der.toArray());
            return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
        } catch (CertificateException | RuntimeException e) {
            // the JDK says in either way that a certificate is none
            throw new MalformedException("an X.509 certificate that cannot be read", e);
        }
    }
}
