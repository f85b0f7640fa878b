package coco.attestation.attester;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import coco.attestation.attester.AttesterException.Reason;
import coco.crypto.Bytes;
import coco.evidence.Endorsements;
import coco.evidence.MalformedException;
import coco.evidence.Octets;
import coco.evidence.Policy;
import coco.evidence.Refusal;
import coco.evidence.Tcb;
import coco.evidence.TeeKind;
import coco.evidence.Verdict;
import coco.evidence.Verifier;
import coco.evidence.file.EndorsementFile;
import coco.testdata.SharedData;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.function.Executable;

/** Recorded evidence of real machines, which is bound to what somebody else asked, and what has to be said of it. */
final class Recorded {
    /** What the tests ask for: 0 to 63. */
    static final Bytes ASKED = asked();

    /** Whatever grade: the platforms that were recorded are old by now. Nothing else is let pass but debugging. */
    static final Policy POLICY = Policy.genuine()
            .allowing(EnumSet.allOf(TeeKind.class))
            .allowingDebug()
            .grading(
                    EnumSet.complementOf(EnumSet.of(Tcb.Status.REVOKED)), Set.of("INTEL-SA-00289", "INTEL-SA-00615"), 0)
            .boundTo(Octets.of(ASKED.toArray()));

    private Recorded() {}

    static byte[] read(String name) {
        try {
            return Files.readAllBytes(SharedData.folder("tee").resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Endorsements endorsements(String... names) throws MalformedException {
        var all = Endorsements.NONE;
        for (var name : names) all = all.with(EndorsementFile.read(Octets.of(read(name))));
        return all;
    }

    /** Genuine at that day, and refused because it is bound to other data: for nothing else. */
    static void assertBoundElsewhere(Attestation attestation, Verifier verifier, Endorsements beside, String day)
            throws MalformedException {
        assertEquals(Set.of(coco.evidence.Reason.REPORT_DATA), reasons(verify(attestation, verifier, beside, day)));
    }

    static Verdict verify(Attestation attestation, Verifier verifier, Endorsements beside, String day)
            throws MalformedException {
        var found = attestation.read();
        assertEquals(List.of(), found.refusals());
        var at = Instant.parse(day.contains("T") ? day : day + "T00:00:00Z");
        return verifier.verify(found.evidence(), found.endorsements().with(beside), POLICY, at);
    }

    static Set<coco.evidence.Reason> reasons(Verdict verdict) {
        return assertInstanceOf(Verdict.Refused.class, verdict).refusals().stream()
                .map(Refusal::reason)
                .collect(Collectors.toSet());
    }

    /** Gives the text of the refusal. */
    static String assertRefused(Reason reason, Executable attempt) {
        var refused = assertThrows(AttesterException.class, attempt);
        assertEquals(reason, refused.reason(), refused.toString());
        return String.valueOf(refused.getMessage());
    }

    private static Bytes asked() {
        var all = new byte[Attester.REPORT_DATA_SIZE];
        for (var i = 0; i < all.length; i++) all[i] = (byte) i;
        return Bytes.unsafeWrap(all);
    }
}
