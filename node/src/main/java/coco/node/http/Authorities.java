package coco.node.http;

import coco.crypto.Bytes;
import coco.crypto.Digest;
import coco.crypto.MalformedException;
import coco.crypto.Pem;
import coco.store.Version;
import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Whether an organisation's certificate in the tables covers a client's. Any thread. */
final class Authorities {
    private static final int CHAIN_MAX = 4;
    private static final int AUTHORITIES_MAX = 1_000;
    private static final String CLIENT_AUTHENTICATION = "1.3.6.1.5.5.7.3.2";
    private static final String ANY_USAGE = "2.5.29.37.0";

    /** A path that was found good, and when it is: it follows from the certificates alone. */
    private record Path(Digest leaf, Digest authority) {}

    private record Validity(Instant from, Instant to) {
        boolean holds(Instant now) {
            return !now.isBefore(from) && !now.isAfter(to);
        }
    }

    private final Recent<Path, Validity> good = new Recent<>(10_000);
    private final Recent<Bytes, X509Certificate> parsed = new Recent<>(AUTHORITIES_MAX);

    /** Whether the chain leads to a certificate in {@link CallerTables#AUTHORITIES} at that time (RFC 5280 section 6). */
    boolean cover(Version state, List<X509Certificate> chain, Instant now) {
        if (chain.isEmpty() || chain.size() > CHAIN_MAX || !mayAuthenticate(chain.getFirst())) return false;
        var leaf = fingerprint(chain.getFirst());
        var rows = state.range(CallerTables.AUTHORITIES, null, null);
        for (var i = 0; i < AUTHORITIES_MAX && rows.next(); i++) {
            var authority = certificate(rows.value().bytes());
            if (authority != null && covers(authority, leaf, chain, now)) return true;
        }
        return false;
    }

    private boolean covers(X509Certificate authority, Digest leaf, List<X509Certificate> chain, Instant now) {
        var path = new Path(leaf, fingerprint(authority));
        if (path.leaf.equals(path.authority)) return false;
        var known = good.get(path);
        if (known != null) return known.holds(now);
        var below = below(authority, chain);
        if (!isValid(authority, now) || !leads(below, authority, now)) return false;
        good.put(path, validity(authority, below));
        return true;
    }

    /** The chain without the authority itself, which clients may send along. */
    private static List<X509Certificate> below(X509Certificate authority, List<X509Certificate> chain) {
        var end = chain.indexOf(authority);
        return end > 0 ? chain.subList(0, end) : chain;
    }

    private static boolean leads(List<X509Certificate> chain, X509Certificate authority, Instant now) {
        try {
            var parameters = new PKIXParameters(Set.of(new TrustAnchor(authority, null)));
            // Revocation is an entry of the ledger, not a list that somebody else serves.
            parameters.setRevocationEnabled(false);
            parameters.setDate(Date.from(now));
            var path = CertificateFactory.getInstance("X.509").generateCertPath(chain);
            CertPathValidator.getInstance("PKIX").validate(path, parameters);
            return authority.getBasicConstraints() >= 0;
        } catch (CertPathValidatorException | CertificateException _) {
            // The question was only whether the chain leads there.
            return false;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform validates certificate paths", e);
        }
    }

    private static boolean mayAuthenticate(X509Certificate leaf) {
        try {
            var usages = leaf.getExtendedKeyUsage();
            return usages == null || usages.contains(CLIENT_AUTHENTICATION) || usages.contains(ANY_USAGE);
        } catch (CertificateParsingException _) {
            // Usages that cannot be read allow nothing.
            return false;
        }
    }

    private static Validity validity(X509Certificate authority, List<X509Certificate> chain) {
        var from = authority.getNotBefore().toInstant();
        var to = authority.getNotAfter().toInstant();
        for (var certificate : chain) {
            var begins = certificate.getNotBefore().toInstant();
            var ends = certificate.getNotAfter().toInstant();
            if (begins.isAfter(from)) from = begins;
            if (ends.isBefore(to)) to = ends;
        }
        return new Validity(from, to);
    }

    static boolean isValid(X509Certificate certificate, Instant now) {
        return !now.isBefore(certificate.getNotBefore().toInstant())
                && !now.isAfter(certificate.getNotAfter().toInstant());
    }

    static Digest fingerprint(X509Certificate certificate) {
        try {
            return Digest.sha256(certificate.getEncoded());
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("a certificate that was read can be written", e);
        }
    }

    private @Nullable X509Certificate certificate(Bytes pem) {
        var known = parsed.get(pem);
        if (known != null) return known;
        try {
            var der = Pem.decodeOne(pem.toUtf8(), Pem.CERTIFICATE);
            var certificate = (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(der.unsafeArray()));
            parsed.put(pem, certificate);
            return certificate;
        } catch (MalformedException | CertificateException _) {
            // What stands in the table and is no certificate covers nobody.
            return null;
        }
    }
}
