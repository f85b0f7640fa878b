package coco.evidence.nitro;

import static coco.evidence.Verdicts.accepted;
import static coco.evidence.Verdicts.assertRefused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coco.evidence.Authority;
import coco.evidence.Endorsements;
import coco.evidence.Hostile;
import coco.evidence.MalformedException;
import coco.evidence.Octets;
import coco.evidence.Policy;
import coco.evidence.Reason;
import coco.evidence.Roots;
import coco.evidence.Samples;
import coco.evidence.Tcb;
import coco.evidence.Verdict;
import coco.evidence.Verifier;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Documents of real enclaves. */
class NitroTest {
    private static final String VALID = "nitro/evervault/valid-attestation-doc-bytes.bin";
    private static final Instant VALID_AT = Instant.parse("2022-10-13T09:00:00Z");
    private static final String DEBUG = "nitro/evervault/debug-mode-attestation-doc-bytes.bin";
    private static final Instant DEBUG_AT = Instant.parse("2022-10-12T14:00:00Z");
    private static final String PROPER = "nitro/fortanix/request_proper.bin";
    private static final String TAMPERED = "nitro/fortanix/tampered_signature.bin";
    private static final Instant PROPER_AT = Instant.parse("2021-09-09T11:00:00Z");

    private final Verifier verifier = Verifier.ofVendors();

    private static NitroDocument document(String name) throws MalformedException {
        return NitroDocument.parse(Samples.read(name));
    }

    private Verdict verify(String name, Policy policy, String at) throws MalformedException {
        return verifier.verify(document(name), Endorsements.NONE, policy, Instant.parse(at));
    }

    @Test
    void aValidDocumentIsAcceptedFromTheFirstToTheLastSecondOfItsCertificate() throws MalformedException {
        var genuine = Policy.genuine();
        accepted(verify(VALID, genuine, "2022-10-13T08:57:59Z"));
        accepted(verify(VALID, genuine, "2022-10-13T11:58:02Z"));
        assertRefused(Reason.CERTIFICATE_DATES, verify(VALID, genuine, "2022-10-13T08:57:58Z"));
        assertRefused(Reason.CERTIFICATE_DATES, verify(VALID, genuine, "2022-10-13T11:58:03Z"));
        assertRefused(Reason.CERTIFICATE_DATES, verify(VALID, genuine, "2026-11-26T00:00:00Z"));
    }

    @Test
    void whatADocumentSays() throws MalformedException {
        var accepted =
                (Verdict.Accepted) verifier.verify(document(VALID), Endorsements.NONE, Policy.genuine(), VALID_AT);
        var claims = accepted.claims();
        assertEquals(16, claims.registers().size());
        assertTrue(String.valueOf(claims.registers().get("pcr0")).startsWith("f4d48b81a460c991"));
        assertEquals(Optional.of(Instant.ofEpochMilli(1665651482136L)), claims.issuedAt());
        assertEquals("i-020b6af9246d90e92-enc0183d09086c24190", claims.facts().get("module-id"));
        assertTrue(String.valueOf(claims.facts().get("nonce")).startsWith("cb3dc2eb76c0c134"));
        assertEquals(Octets.EMPTY, claims.reportData());
        assertEquals(Tcb.Status.NOT_GRADED, accepted.tcb().status());
        assertEquals(Instant.parse("2022-10-13T11:58:02Z"), accepted.validUntil());
    }

    @Test
    void anEnclaveInDebugModeIsRefusedUnlessThePolicyAllowsIt() throws MalformedException {
        var at = "2022-10-12T13:49:51Z";
        assertRefused(Reason.DEBUG, verify(DEBUG, Policy.genuine(), at));
        accepted(verify(DEBUG, Policy.genuine().allowingDebug(), at));
        assertRefused(
                Reason.CERTIFICATE_DATES, verify(DEBUG, Policy.genuine().allowingDebug(), "2022-10-12T16:49:55Z"));
        var claims = verifier.verify(document(DEBUG), Endorsements.NONE, Policy.genuine(), DEBUG_AT)
                .claims();
        assertEquals(Octets.ofHex("68656c6c6f2c20776f726c6421"), claims.reportData());
        assertEquals("6d7920737570657220736563726574206b6579", claims.facts().get("public-key"));
    }

    @Test
    void userDataIsWhatADocumentIsBoundTo() throws MalformedException {
        var bound = Policy.genuine()
                .allowingDebug()
                .boundTo(Octets.ofHex("9e2fa4bf23f2379c237925b152e4ba592b45f95a2d913d8a8b889bd9ac81bd3a"));
        accepted(verifier.verify(document(PROPER), Endorsements.NONE, bound, PROPER_AT));
        assertRefused(Reason.REPORT_DATA, verifier.verify(document(DEBUG), Endorsements.NONE, bound, DEBUG_AT));
    }

    @Test
    void aTamperedSignatureIsRefusedForTheSignatureAlone() throws MalformedException {
        var policy = Policy.genuine().allowingDebug();
        assertRefused(Reason.SIGNATURE, verifier.verify(document(TAMPERED), Endorsements.NONE, policy, PROPER_AT));
    }

    @Test
    void anotherRootIsRefused() throws MalformedException {
        var unknown = Roots.none()
                .with(
                        Authority.AWS_NITRO,
                        Samples.certificates("nitro/fortanix/unknown_ca.crt").getFirst());
        var policy = Policy.genuine().allowingDebug();
        for (var roots : Set.of(unknown, Roots.none())) {
            assertRefused(
                    Reason.CHAIN, new Verifier(roots).verify(document(PROPER), Endorsements.NONE, policy, PROPER_AT));
        }
    }

    @Test
    void anOldDocumentIsRefusedByAPolicyThatSaysSo() throws MalformedException {
        var policy = Policy.genuine().with(new Policy.Binding(Optional.empty(), Optional.of(Duration.ofMinutes(5))));
        accepted(verify(VALID, policy, "2022-10-13T09:03:02Z"));
        assertRefused(Reason.AGE, verify(VALID, policy, "2022-10-13T09:03:03Z"));
        assertRefused(Reason.AGE, verify(VALID, policy, "2022-10-13T08:58:00Z"));
    }

    @Test
    void aChangedByteIsNeverAccepted() {
        changeEach(211);
    }

    void changeEach(int every) {
        var document = Samples.read(VALID);
        Hostile.changeEach(document, every, at -> false, this::accepts);
    }

    @Test
    void aDocumentThatIsCutOffIsMalformed() {
        Hostile.cutEach(Samples.read(VALID), 1, bytes -> {
            NitroDocument.parse(bytes);
            return true;
        });
        var longer = Samples.read(VALID).concat(Octets.of((byte) 0));
        assertThrows(MalformedException.class, () -> NitroDocument.parse(longer));
    }

    private boolean accepts(Octets bytes) throws MalformedException {
        var verdict = verifier.verify(NitroDocument.parse(bytes), Endorsements.NONE, Policy.genuine(), VALID_AT);
        return verdict instanceof Verdict.Accepted;
    }
}
