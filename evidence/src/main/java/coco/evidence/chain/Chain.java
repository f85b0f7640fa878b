package coco.evidence.chain;

import java.security.cert.X509Certificate;
import java.util.List;

/**
 * Certificates that lead to a root.
 *
 * @param certificates the leaf first, the root last; each is signed by the next
 */
public record Chain(List<X509Certificate> certificates) {
    public Chain {
        certificates = List.copyOf(certificates);
    }

    public X509Certificate leaf() {
        return certificates.getFirst();
    }

    public X509Certificate root() {
        return certificates.getLast();
    }

    /** Who signed the certificate at {@code index}: the next, or the root itself. */
    X509Certificate issuerOf(int index) {
        return certificates.get(Math.min(index + 1, certificates.size() - 1));
    }
}
