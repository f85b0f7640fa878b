package coco.evidence;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which genuine evidence is good enough (SPEC N2): what a ledger's TEE manifest and code manifest say for one member.
 *
 * @param tees kinds of TEE that are allowed
 * @param code code that is allowed
 * @param debugAllowed whether code may run that somebody outside can look into
 * @param migrationAllowed whether a guest may be migrated by an agent that was not measured
 * @param grades the vendor's grades that are good enough; {@link Tcb.Status#NOT_GRADED} is, always
 * @param toleratedAdvisories advisories that may apply; of a platform that is up to date any may
 * @param minimumEvaluation the lowest number of the vendor's evaluation, which keeps old statements from being shown again
 * @param minimumComponents for a product such as {@code Milan} the lowest versions of its components; a product of a
 *     vendor without grades that is not named has no lowest version
 * @param revocationRequired kinds whose certificates need a revocation list; SGX and TDX need one always
 * @param features protections that have to be on, see {@link Claims#features}
 * @param hostData data that the host may have given at launch; any where empty
 * @param machines machines that were vouched for; any where empty
 * @param reportData what the evidence has to be bound to; shorter than the field of the format means followed by zeros;
 *     anything where empty
 * @param maximumAge how old evidence may be that says when it was made; any age where empty
 */
public record Policy(
        Set<TeeKind> tees,
        Code code,
        boolean debugAllowed,
        boolean migrationAllowed,
        Set<Tcb.Status> grades,
        Set<String> toleratedAdvisories,
        long minimumEvaluation,
        Map<String, Map<String, Integer>> minimumComponents,
        Set<TeeKind> revocationRequired,
        Set<String> features,
        Optional<Set<Octets>> hostData,
        Optional<Set<Machine>> machines,
        Optional<Octets> reportData,
        Optional<Duration> maximumAge) {

    public Policy {
        tees = Set.copyOf(tees);
        grades = Set.copyOf(grades);
        toleratedAdvisories = Set.copyOf(toleratedAdvisories);
        minimumComponents = Map.copyOf(minimumComponents);
        revocationRequired = Set.copyOf(revocationRequired);
        features = Set.copyOf(features);
        hostData = hostData.map(Set::copyOf);
        machines = machines.map(Set::copyOf);
    }

    /** Genuine and up to date, of any kind of hardware TEE and any code that nobody can look into. */
    public static Policy genuine() {
        var hardware = EnumSet.complementOf(EnumSet.of(TeeKind.SOFTWARE, TeeKind.TPM));
        return new Policy(
                hardware,
                new Code.Any(),
                false,
                false,
                Set.of(Tcb.Status.UP_TO_DATE),
                Set.of(),
                0,
                Map.of(),
                Set.of(),
                Set.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** Which code is allowed. */
    public sealed interface Code {
        /** Whatever it is: for tools that show what evidence says. */
        record Any() implements Code {}

        /** One of these. */
        record OneOf(Set<CodeIdentity> identities) implements Code {
            public OneOf {
                identities = Set.copyOf(identities);
            }
        }
    }

    /** One piece of code that is allowed. */
    public sealed interface CodeIdentity {
        TeeKind tee();

        /** Exactly what was measured: every register that is named here has this value. */
        record Measured(TeeKind tee, Map<String, Octets> registers) implements CodeIdentity {
            public Measured {
                registers = Map.copyOf(registers);
                if (registers.isEmpty()) throw new IllegalArgumentException("a measurement names a register");
            }
        }

        /** Whatever {@code signer} signed as {@code product}, from {@code minimumVersion} on. */
        record Signed(TeeKind tee, String signer, String product, long minimumVersion) implements CodeIdentity {}
    }

    public Policy allowing(Set<TeeKind> kinds) {
        return new Policy(
                kinds,
                code,
                debugAllowed,
                migrationAllowed,
                grades,
                toleratedAdvisories,
                minimumEvaluation,
                minimumComponents,
                revocationRequired,
                features,
                hostData,
                machines,
                reportData,
                maximumAge);
    }

    public Policy running(Code only) {
        return new Policy(
                tees,
                only,
                debugAllowed,
                migrationAllowed,
                grades,
                toleratedAdvisories,
                minimumEvaluation,
                minimumComponents,
                revocationRequired,
                features,
                hostData,
                machines,
                reportData,
                maximumAge);
    }

    public Policy allowingDebug() {
        return new Policy(
                tees,
                code,
                true,
                migrationAllowed,
                grades,
                toleratedAdvisories,
                minimumEvaluation,
                minimumComponents,
                revocationRequired,
                features,
                hostData,
                machines,
                reportData,
                maximumAge);
    }

    public Policy grading(Set<Tcb.Status> good, Set<String> advisories, long evaluation) {
        return new Policy(
                tees,
                code,
                debugAllowed,
                migrationAllowed,
                good,
                advisories,
                evaluation,
                minimumComponents,
                revocationRequired,
                features,
                hostData,
                machines,
                reportData,
                maximumAge);
    }

    public Policy boundTo(Octets data) {
        return new Policy(
                tees,
                code,
                debugAllowed,
                migrationAllowed,
                grades,
                toleratedAdvisories,
                minimumEvaluation,
                minimumComponents,
                revocationRequired,
                features,
                hostData,
                machines,
                Optional.of(data),
                maximumAge);
    }
}
