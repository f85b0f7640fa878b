package coco.evidence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import coco.evidence.Verdict.Accepted;
import coco.evidence.Verdict.Refused;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What tests ask of verdicts, and what they ask verifiers with. */
public final class Verdicts {
    private Verdicts() {}

    public static Accepted accepted(Verdict verdict) {
        return assertInstanceOf(Accepted.class, verdict, verdict.toString());
    }

    /** Refused for these reasons and no others. */
    public static void assertRefused(Set<Reason> expected, Verdict verdict) {
        var refused = assertInstanceOf(Refused.class, verdict, verdict.toString());
        assertEquals(expected, reasons(refused), verdict.toString());
    }

    public static void assertRefused(Reason only, Verdict verdict) {
        assertRefused(Set.of(only), verdict);
    }

    /** Why it is refused; nothing where it is accepted. */
    public static Set<Reason> reasons(Verdict verdict) {
        return switch (verdict) {
            case Accepted _ -> EnumSet.noneOf(Reason.class);
            case Refused refused -> reasons(refused.refusals());
        };
    }

    public static Set<Reason> reasons(List<Refusal> refusals) {
        var reasons = EnumSet.noneOf(Reason.class);
        for (var refusal : refusals) reasons.add(refusal.reason());
        return reasons;
    }

    public static Endorsements certificates(List<X509Certificate> certificates) {
        return new Endorsements(certificates.stream()
                .<Endorsement>map(Endorsement.Certificate::new)
                .toList());
    }

    /** Only of {@code kinds}, with lists of revoked certificates where {@code revocation} says so, and these least versions. */
    public static Policy policy(
            Set<TeeKind> kinds, boolean revocation, boolean migration, Map<Product, Map<String, Integer>> minimum) {
        return Policy.genuine()
                .with(new Policy.Guest(new Policy.Code.Any(), false, migration, Optional.empty()))
                .with(new Policy.Level(Set.of(Tcb.Status.UP_TO_DATE), Set.of(), 0, minimum))
                .allowing(kinds)
                .requiringRevocation(revocation ? kinds : Set.of());
    }

    public static Instant at(String day) {
        return Instant.parse(day + "T12:00:00Z");
    }
}
