package coco.evidence.chain;

import coco.evidence.Authority;
import coco.evidence.Examination;
import coco.evidence.Reason;
import coco.evidence.Roots;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;

/**
 * Leads certificates to a root (RFC 5280 section 6). Whether a chain is genuine and whether it is valid at an instant are
 * told apart: the first is looked at with the dates set aside, and remembered; dates are looked at every time.
 *
 * <p>Threads may share it; the memory is bounded and guarded by its own lock.
 */
public final class Chains {
    /** Certificates in the longest chain. */
    public static final int LENGTH_MAX = 8;

    /** Signatures that are looked at for one leaf. */
    static final int CHECKS_MAX = 100;

    private static final int REMEMBERED_MAX = 1_000;

    private final Roots roots;
    private final Map<List<X509Certificate>, Boolean> genuine = new Remembered();

    public Chains(Roots roots) {
        this.roots = roots;
    }

    public Roots roots() {
        return roots;
    }

    /**
     * The chain from {@code leaf} to a root of {@code authority} by way of {@code pool}, in whatever order that is; none
     * where there is no genuine one, which is then noted, as are dates that do not fit.
     *
     * @param what names the leaf in what is noted
     */
    public Optional<Chain> lead(
            X509Certificate leaf,
            List<X509Certificate> pool,
            Authority authority,
            Examination examination,
            String what) {
        var all = new ArrayList<>(pool);
        all.addAll(Roots.intermediates(authority));
        var path = path(leaf, all, roots.certificates(authority));
        if (path.isEmpty()) {
            examination.refuse(Reason.CHAIN, what + " does not lead to a root of " + authority);
            return Optional.empty();
        }
        var chain = path.get();
        for (var certificate : chain.certificates()) {
            examination.within(
                    certificate,
                    "the certificate of "
                            + certificate.getSubjectX500Principal().getName());
        }
        return path;
    }

    private Optional<Chain> path(X509Certificate leaf, List<X509Certificate> pool, List<X509Certificate> anchors) {
        if (anchors.contains(leaf)) return Optional.of(new Chain(List.of(leaf)));
        return new Search(leaf, pool, anchors).find();
    }

    /**
     * Breadth first, for one leaf, so that of several chains the shortest is found. Whoever sends the pool chooses its names and
     * keys, so each certificate is in one chain at most, and signatures that are looked at are counted. Owner: the call that made it.
     */
    private final class Search {
        private final Queue<List<X509Certificate>> begun = new ArrayDeque<>();
        private final Set<X509Certificate> left;
        private final List<X509Certificate> anchors;
        private int checks;

        Search(X509Certificate leaf, List<X509Certificate> pool, List<X509Certificate> anchors) {
            this.begun.add(List.of(leaf));
            this.left = new LinkedHashSet<>(pool);
            this.left.remove(leaf);
            this.anchors = anchors;
        }

        Optional<Chain> find() {
            while (!begun.isEmpty()) {
                var chain = begun.remove();
                for (var anchor : anchors) {
                    if (isIssuer(anchor, chain.getLast()) && isGenuine(chain, anchor))
                        return Optional.of(new Chain(plus(chain, anchor)));
                }
                if (chain.size() + 1 < LENGTH_MAX) extend(chain);
            }
            return Optional.empty();
        }

        private void extend(List<X509Certificate> chain) {
            for (var next : List.copyOf(left)) {
                if (!isIssuer(next, chain.getLast())) continue;
                left.remove(next);
                begun.add(plus(chain, next));
            }
        }

        private boolean isIssuer(X509Certificate issuer, X509Certificate subject) {
            if (!issuer.getSubjectX500Principal().equals(subject.getIssuerX500Principal())) return false;
            return ++checks <= CHECKS_MAX && isSignedBy(subject, issuer.getPublicKey());
        }
    }

    /** Whether {@code key} signed {@code certificate}, and nothing more. */
    public static boolean isSignedBy(X509Certificate certificate, PublicKey key) {
        try {
            certificate.verify(key);
            return true;
        } catch (GeneralSecurityException e) {
            return false; // what the caller asked: a signature of another kind or by another key is no signature
        }
    }

    private boolean isGenuine(List<X509Certificate> below, X509Certificate anchor) {
        var key = plus(below, anchor);
        synchronized (genuine) {
            var known = genuine.get(key);
            if (known != null) return known;
        }
        var answer = validate(below, new TrustAnchor(anchor, null));
        synchronized (genuine) {
            genuine.put(key, answer);
        }
        return answer;
    }

    /** Whether {@code key} is that of the issuer of {@code certificate}: as a root's, whatever is said of the issuer. */
    public static boolean isIssuedBy(PublicKey key, X509Certificate certificate) {
        return validate(List.of(certificate), new TrustAnchor(certificate.getIssuerX500Principal(), key, null));
    }

    /** PKIX with everything but revocation and dates: constraints, uses of keys, critical extensions, algorithms. */
    private static boolean validate(List<X509Certificate> below, TrustAnchor anchor) {
        try {
            var parameters = new PKIXParameters(Set.of(anchor));
            parameters.setRevocationEnabled(false);
            parameters.setDate(Date.from(commonInstant(below)));
            var path = CertificateFactory.getInstance("X.509").generateCertPath(below);
            CertPathValidator.getInstance("PKIX").validate(path, parameters);
            return true;
        } catch (CertPathValidatorException e) {
            return false; // the answer; why a chain is none is of no use to a caller who cannot mend it
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK validates PKIX paths", e);
        }
    }

    /** The latest beginning: if there is an instant at which all are valid, this is one. */
    private static Instant commonInstant(List<X509Certificate> certificates) {
        var latest = Instant.MIN;
        for (var certificate : certificates) {
            var begins = certificate.getNotBefore().toInstant();
            if (begins.isAfter(latest)) latest = begins;
        }
        return latest;
    }

    private static List<X509Certificate> plus(List<X509Certificate> some, X509Certificate one) {
        var all = new ArrayList<>(some);
        all.add(one);
        return List.copyOf(all);
    }

    /** The least recently used is forgotten first. */
    private static final class Remembered extends LinkedHashMap<List<X509Certificate>, Boolean> {
        private static final long serialVersionUID = 1;

        Remembered() {
            super(16, 0.75f, true);
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<List<X509Certificate>, Boolean> eldest) {
            return size() > REMEMBERED_MAX;
        }
    }
}
