package coco.evidence;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Which genuine evidence is good enough (SPEC N2): what a ledger's TEE manifest and code manifest say for one member. */
public record Policy(Guest guest, Platform platform, Level level, Binding binding) {
    /**
     * What runs in the TEE.
     *
     * @param code code that is allowed
     * @param debugAllowed whether code may run that somebody outside can look into
     * @param migrationAllowed whether a guest may be migrated by an agent that was not measured
     * @param hostData data that the host may have given at launch; any where empty
     */
    public record Guest(Code code, boolean debugAllowed, boolean migrationAllowed, Optional<Set<Octets>> hostData) {
        public Guest {
            hostData = hostData.map(Set::copyOf);
        }
    }

    /**
     * What it runs on.
     *
     * @param tees kinds of TEE that are allowed
     * @param revocationRequired kinds whose certificates need a revocation list; SGX and TDX need one always
     * @param features protections that have to be on, see {@link Claims#features}
     * @param machines machines that were vouched for; any where empty
     */
    public record Platform(
            Set<TeeKind> tees, Set<TeeKind> revocationRequired, Set<String> features, Optional<Set<Machine>> machines) {
        public Platform {
            tees = Set.copyOf(tees);
            revocationRequired = Set.copyOf(revocationRequired);
            features = Set.copyOf(features);
            machines = machines.map(Set::copyOf);
        }
    }

    /**
     * How well the platform is kept up: its TCB level.
     *
     * @param grades the vendor's grades that are good enough; {@link Tcb.Status#NOT_GRADED} is, always
     * @param toleratedAdvisories advisories that may apply; of a platform that is up to date any may
     * @param minimumEvaluation the lowest number of the vendor's evaluation, which keeps old statements from being shown again
     * @param minimumComponents for a product the lowest versions of its components, by name; a product that is not named has no
     *     lowest version
     */
    public record Level(
            Set<Tcb.Status> grades,
            Set<String> toleratedAdvisories,
            long minimumEvaluation,
            Map<Product, Map<String, Integer>> minimumComponents) {
        public Level {
            grades = Set.copyOf(grades);
            toleratedAdvisories = Set.copyOf(toleratedAdvisories);
            minimumComponents = minimumComponents.entrySet().stream()
                    .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, each -> Map.copyOf(each.getValue())));
        }
    }

    /**
     * What ties the evidence to whoever asks for it.
     *
     * @param reportData what the evidence has to be bound to; shorter than the field of the format means followed by zeros;
     *     anything where empty
     * @param maximumAge how old evidence may be that says when it was made; any age where empty
     */
    public record Binding(Optional<Octets> reportData, Optional<Duration> maximumAge) {}

    /** Genuine and up to date, of any kind of hardware TEE and any code that nobody can look into. */
    public static Policy genuine() {
        var hardware = EnumSet.complementOf(EnumSet.of(TeeKind.SOFTWARE, TeeKind.TPM));
        return new Policy(
                new Guest(new Code.Any(), false, false, Optional.empty()),
                new Platform(hardware, Set.of(), Set.of(), Optional.empty()),
                new Level(Set.of(Tcb.Status.UP_TO_DATE), Set.of(), 0, Map.of()),
                new Binding(Optional.empty(), Optional.empty()));
    }

    /** Which code is allowed. */
    public sealed interface Code {
        /** Whatever it is, any paravisor too: for tools that show what evidence says. */
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

        /**
         * Exactly what was measured: every register that is named here has this value. Under a paravisor the register in which the
         * hardware measured it has to be among them: the paravisor makes the key that quotes a virtual TPM's registers, and anybody
         * with a machine of plain SEV-SNP or TDX can run another one, which quotes whatever it likes.
         */
        record Measured(TeeKind tee, Map<String, Octets> registers) implements CodeIdentity {
            /** @throws IllegalArgumentException where no register is named, or not that of the paravisor */
            public Measured {
                registers = Map.copyOf(registers);
                if (registers.isEmpty()) throw new IllegalArgumentException("a measurement names a register");
                var paravisor = tee.paravisorRegister();
                if (paravisor.isPresent() && !registers.containsKey(paravisor.get())) {
                    throw new IllegalArgumentException("a measurement of " + tee.word() + " has to name the register "
                            + paravisor.get() + ": a TPM's registers are worth what the paravisor is that quotes them");
                }
            }
        }

        /**
         * Whatever {@code signer} signed as {@code product}, from {@code minimumVersion} on. Under a paravisor that is the paravisor,
         * with whatever it runs.
         */
        record Signed(TeeKind tee, String signer, String product, long minimumVersion) implements CodeIdentity {}
    }

    public Policy with(Guest other) {
        return new Policy(other, platform, level, binding);
    }

    public Policy with(Platform other) {
        return new Policy(guest, other, level, binding);
    }

    public Policy with(Level other) {
        return new Policy(guest, platform, other, binding);
    }

    public Policy with(Binding other) {
        return new Policy(guest, platform, level, other);
    }

    public Policy allowing(Set<TeeKind> kinds) {
        return with(new Platform(kinds, platform.revocationRequired(), platform.features(), platform.machines()));
    }

    public Policy running(Code only) {
        return with(new Guest(only, guest.debugAllowed(), guest.migrationAllowed(), guest.hostData()));
    }

    public Policy allowingDebug() {
        return with(new Guest(guest.code(), true, guest.migrationAllowed(), guest.hostData()));
    }

    /** Those whose certificates need a revocation list, and no other. */
    public Policy requiringRevocation(Set<TeeKind> kinds) {
        return with(new Platform(platform.tees(), kinds, platform.features(), platform.machines()));
    }

    public Policy grading(Set<Tcb.Status> good, Set<String> advisories, long evaluation) {
        return with(new Level(good, advisories, evaluation, level.minimumComponents()));
    }

    public Policy boundTo(Octets data) {
        return with(new Binding(Optional.of(data), binding.maximumAge()));
    }
}
