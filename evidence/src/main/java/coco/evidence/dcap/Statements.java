package coco.evidence.dcap;

import coco.evidence.Case;
import coco.evidence.Endorsement;
import coco.evidence.Examination;
import coco.evidence.MalformedException;
import coco.evidence.Octets;
import coco.evidence.Reason;
import coco.evidence.SignatureAlgorithm;
import coco.evidence.dcap.QuoteHeader.Tee;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Finds what Intel says of one platform, and looks whether it is Intel that says it (Intel QVL, 4.1.2.5 and 4.1.2.6). */
final class Statements {
    /** The newest evaluation first, and of one evaluation what was said last. */
    private static final Comparator<Signed<?>> NEWEST_FIRST = Comparator.<Signed<?>>comparingInt(
                    signed -> -signed.statement().evaluation())
            .thenComparing(signed -> signed.statement().issueDate(), Comparator.reverseOrder());

    private final Case about;

    Statements(Case about) {
        this.about = about;
    }

    /**
     * A statement and who signed it.
     *
     * @param body the bytes that the signature is over
     */
    private record Signed<S extends Statement>(S statement, Octets body, Octets signature) {}

    /** Reads the body of a statement. */
    private interface Reader<S extends Statement> {
        S read(Octets body) throws MalformedException;
    }

    /** The TCB info about {@code platform}, if there is one by Intel; what is wrong with it is noted. */
    Optional<TcbInfo> tcbInfo(Tee tee, PckExtension platform) {
        var given = new Reading<>("TCB info", TcbInfo::parse);
        for (var info : about.endorsements().all(Endorsement.TcbInfo.class)) given.add(info.body(), info.signature());
        return choose(
                given,
                info -> info.tee() == tee
                        && info.fmspc().equals(platform.fmspc())
                        && info.pceId().equals(platform.pceId()));
    }

    /** The identity of the quoting enclave for {@code tee}; otherwise as {@link #tcbInfo}. */
    Optional<EnclaveIdentity> qeIdentity(Tee tee) {
        var given = new Reading<>("QE identity", EnclaveIdentity::parse);
        for (var identity : about.endorsements().all(Endorsement.QeIdentity.class)) {
            given.add(identity.body(), identity.signature());
        }
        return choose(given, identity -> identity.tee() == tee);
    }

    /** Statements of one kind as they were given. Owner: the call that made it. */
    private static final class Reading<S extends Statement> {
        private final String what;
        private final Reader<S> reader;
        private final List<Signed<S>> read = new ArrayList<>();
        private final List<MalformedException> malformed = new ArrayList<>();

        Reading(String what, Reader<S> reader) {
            this.what = what;
            this.reader = reader;
        }

        void add(Octets body, Octets signature) {
            try {
                read.add(new Signed<>(reader.read(body), body, signature));
            } catch (MalformedException e) {
                malformed.add(e);
            }
        }
    }

    private <S extends Statement> Optional<S> choose(Reading<S> given, Predicate<S> fits) {
        var examination = about.examination();
        var fitting = given.read.stream()
                .filter(signed -> fits.test(signed.statement()))
                .sorted(NEWEST_FIRST)
                .toList();
        var chosen = Candidates.choose(fitting, examination.at(), (signed, trial) -> check(signed, given.what, trial));
        if (chosen.isPresent()) {
            var isIntels = check(chosen.get(), given.what, examination);
            return isIntels ? chosen.map(Signed::statement) : Optional.empty();
        }
        if (!given.read.isEmpty()) {
            examination.refuse(Reason.COLLATERAL_MISMATCH, "no " + given.what + " is about this platform");
        } else if (!given.malformed.isEmpty()) {
            examination.refuse(given.malformed.getFirst());
        } else {
            examination.refuse(Reason.COLLATERAL_MISSING, "there is no " + given.what);
        }
        return Optional.empty();
    }

    /** Whether it is signed, by whomever; who that is and the dates are noted, since a statement that is old still says something. */
    private boolean check(Signed<?> signed, String what, Examination examination) {
        examination.within(
                signed.statement().issueDate(), signed.statement().nextUpdate(), Reason.COLLATERAL_DATES, what);
        var signing = about.endorsements().certificates().stream()
                .filter(IntelCertificates::isTcbSigning)
                .distinct()
                .toList();
        if (signing.isEmpty()) {
            examination.refuse(Reason.CHAIN_MISSING, "there is no certificate of who signed the " + what);
            return false;
        }
        var signers = signing.stream()
                .filter(some ->
                        SignatureAlgorithm.ES256.verifies(some.getPublicKey(), signed.body(), signed.signature()))
                .toList();
        var signer = Candidates.choose(
                signers,
                examination.at(),
                (some, trial) -> IntelCertificates.check(some, List.of(), about, trial, "a signer"));
        if (signer.isEmpty()) {
            examination.refuse(Reason.COLLATERAL_SIGNATURE, "the signature of the " + what + " does not verify");
            return false;
        }
        IntelCertificates.check(signer.get(), List.of(), about, examination, "the signer of the " + what);
        return true;
    }
}
