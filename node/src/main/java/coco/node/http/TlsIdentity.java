package coco.node.http;

import coco.crypto.Certificate;
import coco.crypto.SigningKey;
import java.io.ByteArrayInputStream;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.List;

/**
 * What the gateway shows to its clients.
 *
 * @param chain the node's certificate first, then those that vouch for it
 * @param key of the first certificate; the owner keeps it open while the gateway runs
 */
public record TlsIdentity(List<Certificate> chain, SigningKey key) {
    public TlsIdentity {
        chain = List.copyOf(chain);
        if (chain.isEmpty() || !chain.getFirst().key().equals(key.verifyingKey()))
            throw new IllegalArgumentException("the first certificate is that of the key");
    }

    /** The name under which the TLS engine asks for it. */
    String alias() {
        return chain.getFirst().fingerprint().toHex();
    }

    X509Certificate[] x509Chain() {
        return chain.stream()
                .map(certificate -> x509(certificate.der().unsafeArray()))
                .toArray(X509Certificate[]::new);
    }

    PrivateKey privateKey() {
        try (var pkcs8 = key.toPkcs8()) {
            return pkcs8.reveal(encoded -> {
                try {
                    return KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(encoded));
                } catch (NoSuchAlgorithmException | InvalidKeySpecException e) {
                    throw new IllegalStateException("the platform does not read a key of our own", e);
                }
            });
        }
    }

    static X509Certificate x509(byte[] der) {
        try {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
        } catch (CertificateException e) {
            throw new IllegalStateException("the platform does not read a certificate of our own", e);
        }
    }
}
