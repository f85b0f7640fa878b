package coco.evidence;

import static coco.evidence.DerWriter.integer;
import static coco.evidence.DerWriter.sequence;
import static coco.evidence.DerWriter.time;

import coco.evidence.MadeCertificate.Extension;
import coco.evidence.format.X509;
import java.security.KeyPair;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;

/** A key of a test with its certificate: a root's, an issuer's between, or one below, which may issue nothing and tries to. */
public record MadeIdentity(KeyPair keys, X509Certificate certificate) {
    /** With a key on P-384. */
    public static MadeIdentity root(String name) {
        return root(name, MadeKeys.elliptic("secp384r1"));
    }

    public static MadeIdentity root(String name, KeyPair keys) {
        return root(MadeCertificate.of(name, keys.getPublic(), Extension.ofIssuer(), Extension.issuing()), keys);
    }

    public static MadeIdentity root(MadeCertificate body, KeyPair keys) {
        return new MadeIdentity(keys, body.signed(body.subject(), keys));
    }

    /** An issuer below this one, with a key on P-384. */
    public MadeIdentity issuer(String name, long serial) {
        var own = MadeKeys.elliptic("secp384r1");
        var body = MadeCertificate.of(name, own.getPublic(), Extension.ofIssuer(), Extension.issuing());
        return new MadeIdentity(own, issue(body.numbered(serial)));
    }

    public MadeIdentity leaf(String name, KeyPair own, Extension... extensions) {
        return new MadeIdentity(own, issue(MadeCertificate.of(name, own.getPublic(), extensions)));
    }

    public X509Certificate issue(MadeCertificate body) {
        return body.signed(certificate.getSubjectX500Principal().getName(), keys);
    }

    /** A list of what was revoked at {@code from}. */
    public X509CRL revoking(Instant from, Instant until, long... serials) {
        var entries = Arrays.stream(serials)
                .mapToObj(serial -> sequence(integer(serial), time(from)))
                .toArray(byte[][]::new);
        var body = sequence(
                integer(1),
                MadeCertificate.algorithm(keys),
                certificate.getSubjectX500Principal().getEncoded(),
                time(from),
                time(until),
                entries.length == 0 ? new byte[0] : sequence(entries));
        try {
            return X509.revocationLists(Octets.of(MadeCertificate.signed(body, keys)))
                    .getFirst();
        } catch (MalformedException e) {
            throw new IllegalStateException(e);
        }
    }
}
