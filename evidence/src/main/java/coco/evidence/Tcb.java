package coco.evidence;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SequencedMap;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * How the vendor grades the platform: its trusted computing base.
 *
 * @param advisories ids of the vendor's advisories that apply, such as {@code INTEL-SA-00289}
 * @param evaluation number of the vendor's evaluation that graded it, which only rises (Intel's
 *     tcbEvaluationDataNumber); none where the vendor has no such thing
 * @param product whose components these are; none where the vendor grades them, or gives none
 * @param components versions of the platform's parts, by name
 */
public record Tcb(
        Status status,
        SortedSet<String> advisories,
        OptionalLong evaluation,
        Optional<Product> product,
        SequencedMap<String, Integer> components) {
    /** Nothing is known of the platform. */
    public static final Tcb UNKNOWN =
            new Tcb(Status.UNKNOWN, new TreeSet<>(), OptionalLong.empty(), Optional.empty(), new LinkedHashMap<>());

    public Tcb {
        advisories = Collections.unmodifiableSortedSet(new TreeSet<>(advisories));
        components = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(components));
    }

    /** Of a vendor that gives versions and no grades: AMD. */
    public static Tcb ungraded(Product product, SequencedMap<String, Integer> components) {
        return new Tcb(Status.NOT_GRADED, new TreeSet<>(), OptionalLong.empty(), Optional.of(product), components);
    }

    /** Of a vendor that gives neither versions nor grades. */
    public static Tcb ungraded() {
        return new Tcb(
                Status.NOT_GRADED, new TreeSet<>(), OptionalLong.empty(), Optional.empty(), new LinkedHashMap<>());
    }

    public static Tcb graded(Status status, Set<String> advisories, long evaluation) {
        return new Tcb(
                status,
                new TreeSet<>(advisories),
                OptionalLong.of(evaluation),
                Optional.empty(),
                new LinkedHashMap<>());
    }

    /** The grades of Intel's TCB info, in the vendor's words, and two for where there is none. */
    public enum Status {
        UP_TO_DATE("UpToDate"),
        SW_HARDENING_NEEDED("SWHardeningNeeded"),
        CONFIGURATION_NEEDED("ConfigurationNeeded"),
        CONFIGURATION_AND_SW_HARDENING_NEEDED("ConfigurationAndSWHardeningNeeded"),
        OUT_OF_DATE("OutOfDate"),
        OUT_OF_DATE_CONFIGURATION_NEEDED("OutOfDateConfigurationNeeded"),
        TD_RELAUNCH_ADVISED("TDRelaunchAdvised"),
        TD_RELAUNCH_ADVISED_CONFIGURATION_NEEDED("TDRelaunchAdvisedConfigurationNeeded"),
        REVOKED("Revoked"),
        /** The vendor grades nothing. */
        NOT_GRADED("NotGraded"),
        /** The vendor would grade it, but the grade is not known. */
        UNKNOWN("Unknown");

        private final String word;

        Status(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }

        public static Optional<Status> of(String word) {
            for (var status : values()) {
                if (status.word.equals(word)) return Optional.of(status);
            }
            return Optional.empty();
        }
    }
}
