package coco.evidence;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeSet;

/**
 * What evidence says. Of refused evidence it is what was read, and nothing in it can be trusted.
 *
 * @param registers what was measured, by the vendor's name in lower case: {@code mrenclave}; {@code mrtd}, {@code rtmr0};
 *     {@code measurement}; {@code pcr4}; the code manifest names them so
 * @param signers who signed the code, where the vendor has such a thing
 * @param debug whether somebody outside can look into the TEE
 * @param reportData what the evidence was bound to by who asked for it: 64 bytes where the format has a fixed field
 * @param hostData what the host gave at launch; empty where there is no such field
 * @param machines names of the machine, none where evidence does not tell
 * @param features protections that are on: {@code smt-off}, {@code rapl-off}, {@code ciphertext-hiding}, {@code
 *     alias-check}, {@code single-socket}, {@code sept-ve-disable}, {@code secure-boot}
 * @param issuedAt when the evidence was made, where it says so under its signature
 * @param facts everything else, by name, to be read by people
 */
public record Claims(
        TeeKind tee,
        SequencedMap<String, Octets> registers,
        List<Signer> signers,
        boolean debug,
        Octets reportData,
        Octets hostData,
        Set<Machine> machines,
        Set<String> features,
        Optional<Instant> issuedAt,
        SequencedMap<String, String> facts) {

    public Claims {
        registers = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(registers));
        signers = List.copyOf(signers);
        machines = Set.copyOf(machines);
        features = Collections.unmodifiableSortedSet(new TreeSet<>(features));
        facts = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(facts));
    }

    /** Claims with the registers and nothing else, to which the {@code with} methods add. */
    public static Claims of(TeeKind tee, SequencedMap<String, Octets> registers, Octets reportData) {
        return new Claims(
                tee,
                registers,
                List.of(),
                false,
                reportData,
                Octets.EMPTY,
                Set.of(),
                Set.of(),
                Optional.empty(),
                new LinkedHashMap<>());
    }

    /**
     * Who signed the code.
     *
     * @param id hash of the signer's key in hex digits, or the signer's name where the format names it
     * @param product what of this signer it is
     * @param version security version; higher is newer
     */
    public record Signer(String id, String product, long version) {}

    public Claims withSigners(List<Signer> more) {
        return new Claims(tee, registers, more, debug, reportData, hostData, machines, features, issuedAt, facts);
    }

    public Claims withDebug(boolean can) {
        return new Claims(tee, registers, signers, can, reportData, hostData, machines, features, issuedAt, facts);
    }

    public Claims withHostData(Octets data) {
        return new Claims(tee, registers, signers, debug, reportData, data, machines, features, issuedAt, facts);
    }

    public Claims withMachines(Set<Machine> names) {
        return new Claims(tee, registers, signers, debug, reportData, hostData, names, features, issuedAt, facts);
    }

    public Claims withFeatures(Set<String> on) {
        return new Claims(tee, registers, signers, debug, reportData, hostData, machines, on, issuedAt, facts);
    }

    public Claims withIssuedAt(Instant at) {
        return new Claims(
                tee, registers, signers, debug, reportData, hostData, machines, features, Optional.of(at), facts);
    }

    public Claims withFacts(SequencedMap<String, String> all) {
        return new Claims(tee, registers, signers, debug, reportData, hostData, machines, features, issuedAt, all);
    }
}
