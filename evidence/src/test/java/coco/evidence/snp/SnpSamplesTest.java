package coco.evidence.snp;

import static coco.evidence.Verdicts.accepted;
import static coco.evidence.Verdicts.assertRefused;
import static coco.evidence.Verdicts.at;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coco.evidence.Claims.Signer;
import coco.evidence.Endorsements;
import coco.evidence.Hash;
import coco.evidence.Machine;
import coco.evidence.MalformedException;
import coco.evidence.Octets;
import coco.evidence.Policy;
import coco.evidence.Product;
import coco.evidence.Reason;
import coco.evidence.Samples;
import coco.evidence.Tcb;
import coco.evidence.Verdict;
import coco.evidence.Verdicts;
import coco.evidence.Verifier;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Reports of real machines, under AMD's roots. */
class SnpSamplesTest {
    private static final Verifier VERIFIER = Verifier.ofVendors();

    @ParameterizedTest
    @CsvSource({
        "snp/trustee/test-report.bin, snp/trustee/test-vcek.der, 2026-11-26, 2030-01-24T17:58:26Z",
        "snp/virtee_milan/report.hex, snp/virtee_milan/vcek.der, 2026-11-26, 2030-04-03T19:23:43Z",
        "snp/ms_tav/milan_attestation_report.bin, snp/ms_tav/milan_vcek.pem, 2026-11-26, 2033-02-05T01:04:33Z",
        "snp/ms_tav/genoa_attestation_report.bin, snp/ms_tav/genoa_vcek.pem, 2026-11-26, 2033-02-05T02:05:07Z",
        "snp/aci_sidecar/snp_report.bin, snp/aci_sidecar/uvm_host_amd_certificate.pem, 2026-11-26, 2029-11-29T01:55:56Z"
    })
    void areAcceptedWhileTheirCertificatesAreValid(String report, String certificates, String day, Instant end)
            throws MalformedException {
        var verdict = accepted(verify(report, certificates, Policy.genuine(), at(day)));
        assertEquals(end, verdict.validUntil());
        assertRefused(Reason.CERTIFICATE_DATES, verify(report, certificates, Policy.genuine(), end.plusSeconds(1)));
        assertRefused(Reason.CERTIFICATE_DATES, verify(report, certificates, Policy.genuine(), at("2021-11-26")));
    }

    @Test
    void aGuestThatCanBeDebuggedIsRefusedUnlessThatIsAllowed() throws MalformedException {
        var report = "snp/google_milan/report_with_padding.bin";
        var vcek = "snp/google_milan/vcek.der";
        assertRefused(Reason.DEBUG, verify(report, vcek, Policy.genuine(), at("2026-11-26")));
        assertTrue(accepted(verify(report, vcek, Policy.genuine().allowingDebug(), at("2026-11-26")))
                .claims()
                .debug());
    }

    @Test
    void aCertificateOfAnotherRootAndChipIsRefusedForAllThatIsWrong() throws MalformedException {
        assertRefused(
                Set.of(Reason.CHAIN, Reason.CERTIFICATE_MISMATCH, Reason.SIGNATURE),
                verify(
                        "snp/trustee/test-report.bin",
                        "snp/trustee/test-vcek-invalid-legacy.der",
                        Policy.genuine(),
                        at("2026-11-26")));
    }

    @Test
    void theRightCertificateIsFoundAmongMany() throws MalformedException {
        var all = Verdicts.certificates(Samples.certificates("snp/trustee/test-vcek-invalid-legacy.der"))
                .with(Verdicts.certificates(Samples.certificates("snp/ms_tav/milan_vcek.pem")))
                .with(Verdicts.certificates(Samples.certificates("snp/virtee_turin/vcek.der")))
                .with(Verdicts.certificates(Samples.certificates("snp/trustee/test-vcek.der")));
        accepted(VERIFIER.verify(report("snp/trustee/test-report.bin"), all, Policy.genuine(), at("2026-11-26")));
    }

    @Test
    void claimsAreThoseOfTheReport() throws MalformedException {
        var verdict = accepted(verify(
                "snp/ms_tav/genoa_attestation_report.bin",
                "snp/ms_tav/genoa_vcek.pem",
                Policy.genuine(),
                at("2026-11-26")));
        var bytes = Samples.read("snp/ms_tav/genoa_attestation_report.bin");
        var claims = verdict.claims();
        assertEquals(Map.of("measurement", bytes.slice(0x90, 0xc0)), claims.registers());
        assertEquals(bytes.slice(0x50, 0x90), claims.reportData());
        assertEquals(bytes.slice(0xc0, 0xe0), claims.hostData());
        assertEquals(Set.of(new Machine("chip", bytes.slice(0x1a0, 0x1e0))), claims.machines());
        assertEquals(Set.of("alias-check", "cxl-off", "ecc", "tsme"), claims.features());
        var product = "01000000000000000000000000000000/02000000000000000000000000000000";
        assertEquals(Set.of(new Signer(bytes.slice(0xe0, 0x110).toHex(), product, 2)), Set.copyOf(claims.signers()));
        assertEquals("family 19 model 11 stepping 1", claims.facts().get("processor"));
        assertEquals("1.55.40", claims.facts().get("current-firmware"));
        assertEquals(
                "{bootloader=10, tee=0, snp=23, microcode=84}", claims.facts().get("committed-tcb"));
        assertEquals(Tcb.Status.NOT_GRADED, verdict.tcb().status());
        assertEquals(Optional.of(Product.GENOA), verdict.tcb().product());
        assertEquals(
                Map.of("bootloader", 10, "tee", 0, "snp", 23, "microcode", 84),
                verdict.tcb().components());
    }

    @Test
    void theHostsDataIsTheHashOfTheSecurityPolicy() throws MalformedException {
        var verdict = accepted(verify(
                "snp/aci_sidecar/snp_report.bin",
                "snp/aci_sidecar/uvm_host_amd_certificate.pem",
                Policy.genuine(),
                at("2026-11-26")));
        var text = new String(
                Samples.read("snp/aci_sidecar/uvm_security_policy.base64").toArray(), StandardCharsets.US_ASCII);
        var securityPolicy = Octets.of(Base64.getMimeDecoder().decode(text));
        assertEquals(securityPolicy.hash(Hash.SHA_256), verdict.claims().hostData());
    }

    @Test
    void aCertificateOfTurinLeadsToItsRootAndTellsItsVersions() throws MalformedException {
        var vcek = Samples.certificates("snp/virtee_turin/vcek.der").getFirst();
        var read = ChipCertificate.of(vcek);
        assertEquals(ProcessorLine.TURIN, read.line());
        assertEquals(Octets.ofHex("0000000000000009"), read.tcb());
        assertEquals(Octets.ofHex("1e550a8ee5cf9f4d"), read.hardwareId());
        assertRefused(
                Set.of(Reason.CERTIFICATE_MISMATCH, Reason.SIGNATURE),
                verify(
                        "snp/ms_tav/genoa_attestation_report.bin",
                        "snp/virtee_turin/vcek.der",
                        Policy.genuine(),
                        at("2026-11-26")));
    }

    /** No byte of a report is without meaning: what is not signed is the signature, or has to be zero. */
    @Test
    void noReportWithAnotherByteIsAccepted() throws MalformedException {
        assertNoFlipIsAccepted(
                "snp/ms_tav/genoa_attestation_report.bin", "snp/ms_tav/genoa_vcek.pem", i -> i % 23 == 5);
    }

    @Test
    @Tag("whole")
    void noReportWithAnyOtherByteIsAccepted() throws MalformedException {
        assertNoFlipIsAccepted("snp/ms_tav/milan_attestation_report.bin", "snp/ms_tav/milan_vcek.pem", _ -> true);
        assertNoFlipIsAccepted("snp/ms_tav/genoa_attestation_report.bin", "snp/ms_tav/genoa_vcek.pem", _ -> true);
        assertNoFlipIsAccepted("snp/trustee/test-report.bin", "snp/trustee/test-vcek.der", _ -> true);
        assertNoFlipIsAccepted("snp/virtee_milan/report.hex", "snp/virtee_milan/vcek.der", _ -> true);
    }

    private static void assertNoFlipIsAccepted(String name, String certificates, IntPredicate chosen)
            throws MalformedException {
        var bytes = read(name).toArray();
        var endorsements = Verdicts.certificates(Samples.certificates(certificates));
        accepted(verify(Octets.of(bytes), endorsements));
        for (var i = 0; i < bytes.length; i++) {
            if (!chosen.test(i)) continue;
            for (var mask : new int[] {0x01, 0x80}) {
                bytes[i] ^= (byte) mask;
                try {
                    assertInstanceOf(Verdict.Refused.class, verify(Octets.of(bytes), endorsements), "byte " + i);
                } catch (MalformedException e) {
                    assertTrue(e.reason().compareTo(Reason.UNSUPPORTED) <= 0, "byte " + i + " " + e);
                }
                bytes[i] ^= (byte) mask;
            }
        }
    }

    private static Verdict verify(Octets report, Endorsements endorsements) throws MalformedException {
        return VERIFIER.verify(SnpReport.parse(report), endorsements, Policy.genuine(), at("2026-11-26"));
    }

    private static Verdict verify(String report, String certificates, Policy policy, Instant at)
            throws MalformedException {
        var endorsements = Verdicts.certificates(Samples.certificates(certificates));
        return VERIFIER.verify(report(report), endorsements, policy, at);
    }

    private static SnpReport report(String name) throws MalformedException {
        return SnpReport.parse(read(name));
    }

    private static Octets read(String name) {
        var bytes = Samples.read(name);
        if (!name.endsWith(".hex")) return bytes;
        return Octets.ofHex(new String(bytes.toArray(), StandardCharsets.US_ASCII).strip());
    }
}
