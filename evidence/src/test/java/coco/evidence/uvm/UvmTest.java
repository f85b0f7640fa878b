package coco.evidence.uvm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coco.evidence.Authority;
import coco.evidence.Case;
import coco.evidence.Claims;
import coco.evidence.Endorsements;
import coco.evidence.Examination;
import coco.evidence.Hostile;
import coco.evidence.MalformedException;
import coco.evidence.Octets;
import coco.evidence.Policy;
import coco.evidence.Reason;
import coco.evidence.Roots;
import coco.evidence.Samples;
import coco.evidence.Tcb;
import coco.evidence.TeeKind;
import coco.evidence.Verdicts;
import coco.evidence.chain.Chains;
import coco.evidence.format.Cbor;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Endorsements that Microsoft made. */
class UvmTest {
    private static final Instant JSON_AT = Instant.parse("2023-06-01T00:00:00Z");
    private static final Instant ENVELOPE_AT = Instant.parse("2026-05-01T00:00:00Z");

    private static final String MICROSOFT =
            "did:x509:0:sha256:I__iuL25oXEVFdTP_aBLx_eT1RPHbCQ_ECBQfYZpt9s::eku:1.3.6.1.4.1.311.76.59.1.2";

    private final Octets json = Samples.read("snp/aci_sidecar/body.uvm_reference_info.bin");
    private final Octets envelope = Samples.read("aci_uvm/uvm_0.2.10.cose");
    private final Octets attested = Samples.read("aci_uvm/css-attested-cosesign1-20250617.cose");
    private final Chains chains = new Chains(Roots.vendors());

    private static Case at(Chains chains, Instant instant) {
        return new Case(Endorsements.NONE, chains, Policy.genuine(), new Examination(instant));
    }

    private static Set<Reason> reasons(Case about) {
        var nothing = Claims.of(TeeKind.SNP, new LinkedHashMap<>(), Octets.EMPTY);
        return Verdicts.reasons(
                about.examination().findings(nothing, Tcb.ungraded()).refusals());
    }

    @Test
    void anEndorsementWithAJsonPayloadSaysWhatTheReportMeasured() {
        var about = at(chains, JSON_AT);
        var claims = UvmVerification.verify(json, about).orElseThrow();
        assertEquals(Set.of(), reasons(about));
        assertEquals(MICROSOFT, claims.issuer());
        assertEquals("ContainerPlat-AMD-UVM", claims.feed());
        assertEquals(22, claims.version());
        var report = Samples.read("snp/aci_sidecar/snp_report.bin");
        assertEquals(report.slice(0x90, 0xc0), claims.launchMeasurement());
    }

    @Test
    void anEndorsementThatIsAHashEnvelopeHasTheMeasurementForItsPayload() {
        var about = at(chains, ENVELOPE_AT);
        var claims = UvmVerification.verify(envelope, about).orElseThrow();
        assertEquals(Set.of(), reasons(about));
        assertEquals(MICROSOFT, claims.issuer());
        assertEquals("ContainerPlat-AMD-UVM", claims.feed());
        assertEquals(104, claims.version());
        assertTrue(claims.launchMeasurement().toHex().startsWith("4904167aa9102a7557b97ac102469f50"));
    }

    @Test
    void anEndorsementIsValidAsLongAsItsCertificates() {
        for (var day : new String[] {"2024-01-03T19:22:48Z", "2023-01-05T19:22:46Z"}) {
            var about = at(chains, Instant.parse(day));
            UvmVerification.verify(json, about);
            assertEquals(Set.of(Reason.CERTIFICATE_DATES), reasons(about));
        }
        var about = at(chains, Instant.parse("2026-05-15T18:57:04Z"));
        UvmVerification.verify(envelope, about);
        assertEquals(Set.of(Reason.CERTIFICATE_DATES), reasons(about));
    }

    @Test
    void withoutMicrosoftsRootItIsRefused() {
        for (var roots : Set.of(
                Roots.none(),
                Roots.none()
                        .with(
                                Authority.AMD_SEV,
                                Roots.vendors()
                                        .certificates(Authority.MICROSOFT_SUPPLY_CHAIN)
                                        .getFirst()))) {
            var about = at(new Chains(roots), ENVELOPE_AT);
            assertEquals(Optional.empty(), UvmVerification.verify(envelope, about));
            assertEquals(Set.of(Reason.CHAIN), reasons(about));
        }
    }

    @Test
    void anAttestedMessageIsTakenApart() throws MalformedException {
        var message = AttestedMessage.parse(attested);
        var examination = new Examination(ENVELOPE_AT);
        message.check(examination);
        assertTrue(examination.isClean());
        assertTrue(message.issuer().startsWith("did:attestedsvc:msft-css-dev::"));
        assertEquals(1184, message.report().size());
        assertEquals(message.thumbprint(), message.report().slice(0x50, 0x70));
        assertTrue(new String(message.certificates().toArray(), java.nio.charset.StandardCharsets.US_ASCII)
                .startsWith("-----BEGIN CERTIFICATE-----"));
        var about = at(chains, Instant.parse("2025-06-17T00:00:00Z"));
        var claims = UvmVerification.verify(message.uvmEndorsement(), about).orElseThrow();
        assertEquals(Set.of(), reasons(about));
        assertEquals(101, claims.version());
        assertEquals(message.report().slice(0x90, 0xc0), claims.launchMeasurement());
    }

    @Test
    void aChangedByteIsNeverAccepted() {
        changeEach(97);
    }

    /** Only the unprotected header is not signed: in these, a receipt or a time stamp, each the third thing in the message. */
    void changeEach(int every) {
        changeEach(json, JSON_AT, every);
        changeEach(envelope, ENVELOPE_AT, every);
        Hostile.changeEach(attested, every, at -> false, UvmTest::acceptsAttested);
    }

    private void changeEach(Octets endorsement, Instant instant, int every) {
        var unsigned = unsigned(endorsement);
        Hostile.changeEach(endorsement, every, at -> unsigned.from <= at && at < unsigned.to, bytes -> {
            var about = at(chains, instant);
            return UvmVerification.verify(bytes, about).isPresent()
                    && reasons(about).isEmpty();
        });
    }

    private static boolean acceptsAttested(Octets bytes) throws MalformedException {
        var examination = new Examination(ENVELOPE_AT);
        AttestedMessage.parse(bytes).check(examination);
        return examination.isClean();
    }

    private record Range(int from, int to) {}

    /** Where the unprotected header stands: behind tag, array and protected header. */
    private static Range unsigned(Octets message) {
        try {
            var header = Cbor.parsePrefix(message.slice(2, message.size())).size();
            var from = 2 + header;
            return new Range(
                    from,
                    from + Cbor.parsePrefix(message.slice(from, message.size())).size());
        } catch (MalformedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void whatIsCutOffIsRefused() {
        Hostile.cutEach(envelope, 7, bytes -> UvmVerification.verify(bytes, at(chains, ENVELOPE_AT))
                .isPresent());
        Hostile.cutEach(attested, 37, UvmTest::acceptsAttested);
        assertThrows(MalformedException.class, () -> AttestedMessage.parse(envelope));
    }
}
