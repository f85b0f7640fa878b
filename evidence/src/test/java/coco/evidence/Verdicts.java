package coco.evidence;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Says of verdicts what tests want to know. */
public final class Verdicts {
    private Verdicts() {}

    /** Why it is refused; nothing where it is accepted. */
    public static Set<Reason> reasons(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Accepted _ -> EnumSet.noneOf(Reason.class);
            case Verdict.Refused(var refusals, var _, var _) -> reasons(refusals);
        };
    }

    public static Set<Reason> reasons(List<Refusal> refusals) {
        var reasons = EnumSet.noneOf(Reason.class);
        for (var refusal : refusals) reasons.add(refusal.reason());
        return reasons;
    }

    public static void assertAccepted(Verdict verdict) {
        assertEquals(Set.of(), reasons(verdict), verdict::toString);
    }

    /** Refused for these reasons and no other. */
    public static void assertRefused(Verdict verdict, Reason... reasons) {
        assertEquals(Set.of(reasons), reasons(verdict), verdict::toString);
    }
}
