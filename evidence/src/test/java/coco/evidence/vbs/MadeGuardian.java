package coco.evidence.vbs;

import coco.evidence.MadeCertificate;
import coco.evidence.MadeCertificate.Extension;
import coco.evidence.MadeIdentity;
import coco.evidence.MadeKeys;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Instant;

/** A Host Guardian Service of this test: its root, and health certificates that it issues. */
final class MadeGuardian {
    static final Instant FROM = Instant.parse("2026-11-26T08:00:00Z");
    static final Instant UNTIL = Instant.parse("2026-11-26T16:00:00Z");
    static final KeyPair KEY = MadeKeys.rsa(2_048);

    private static final MadeIdentity GUARDIAN = MadeIdentity.root(
            MadeCertificate.of("CN=Guardian", KEY.getPublic(), Extension.ofIssuer())
                    .valid(Instant.EPOCH, Instant.parse("2049-01-01T00:00:00Z")),
            KEY);

    static final X509Certificate ROOT = GUARDIAN.certificate();

    private MadeGuardian() {}

    static X509Certificate health(PublicKey key) {
        return health(key, FROM, UNTIL);
    }

    static X509Certificate health(PublicKey key, Instant from, Instant until) {
        return GUARDIAN.issue(MadeCertificate.of("CN=health", key, Extension.signing())
                .numbered(from.getEpochSecond() + 1)
                .valid(from, until));
    }
}
