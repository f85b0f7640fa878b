package coco.evidence.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import coco.evidence.Authority;
import coco.evidence.Endorsements;
import coco.evidence.MalformedException;
import coco.evidence.Policy;
import coco.evidence.Roots;
import coco.evidence.Samples;
import coco.evidence.Tcb;
import coco.evidence.TeeKind;
import coco.evidence.Verdict;
import coco.evidence.Verdicts;
import coco.evidence.Verifier;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Real evidence as it lies in files, with what lies beside it: the verdict at the day, which is either the grade of what is
 * accepted or all reasons. The policy is that of a user who has written none, but for the grades, which are all accepted.
 */
class SampleVerdictsTest {
    private static final Policy POLICY = Policy.genuine()
            .allowing(EnumSet.allOf(TeeKind.class))
            .grading(
                    EnumSet.complementOf(EnumSet.of(Tcb.Status.REVOKED)),
                    Set.of("INTEL-SA-00289", "INTEL-SA-00615"),
                    0);

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            sgx/phala/quote.bin                        | sgx/phala/collateral.json | 2025-06-25 | ConfigurationAndSWHardeningNeeded
            sgx/phala/quote.bin                        | sgx/phala/collateral.json | 2025-07-25 | crl-dates collateral-dates
            tdx/phala/quote.bin                        | tdx/phala/collateral.json | 2025-06-25 | UpToDate
            tdx/phala/quote.bin                        | tdx/phala/collateral.json | 2025-07-25 | crl-dates collateral-dates
            tdx/trustee/tdx_quote_5.bin                |                           | 2025-06-25 | crl-missing collateral-missing
            tdx/trustee/tdx_quote_4.bin                |                           | 2025-06-25 | crl-missing collateral-missing debug
            sgx/fortanix/quote_pck_cert_chain.bin      |                           | 2025-06-25 | crl-missing collateral-missing debug
            sgx/fortanix/quote_pck_cert_chain_corrupted.bin | | 2025-06-25 | signature crl-missing collateral-missing debug
            sgx/maa_oe/enclave.info.prodid.json        |                           | 2025-06-25 | crl-missing collateral-missing
            sgx/maa_oe/enclave.info.debug.json         |                           | 2025-06-25 | crl-missing collateral-missing debug
            sgx/ravl/sgx.coffeelake.att.json           |                           | 2022-09-01 | collateral-dates debug
            sgx/ravl/oe.coffelake.att.json             |                           | 2022-09-01 | collateral-dates debug
            tdx/oe/tdx_quote.bin                       | tdx/oe/tdx_endorsement.bin | 2025-03-01 | collateral-mismatch
            tdx/google_cos113/cos-113-tdx-quote.bin    | tdx/google_cos113/ccel_data.bin | 2025-06-25 | crl-missing collateral-missing
            ratls/gramine-cert.pem                     |                           | 2025-06-25 | crl-missing collateral-missing debug
            aci_uvm/css-attested-cosesign1-20250617.cose |                         | 2025-06-25 | NotGraded
            aci_uvm/css-attested-cosesign1-20250617.cose |                         | 2025-09-01 | certificate-dates
            snp/google_milan/report_with_padding.bin   | snp/google_milan/vcek.der | 2026-11-26 | debug
            snp/virtee_milan/report.hex                | snp/virtee_milan/vcek.der | 2026-11-26 | NotGraded
            snp/trustee/test-report.bin                | snp/trustee/test-vcek.der | 2026-11-26 | NotGraded
            snp/ms_tav/milan_attestation_report.bin    | snp/ms_tav/milan_vcek.pem | 2026-11-26 | NotGraded
            snp/ms_tav/genoa_attestation_report.bin    | snp/ms_tav/genoa_vcek.pem | 2026-11-26 | NotGraded
            snp/ms_tav/genoa_attestation_report.bin    | snp/ms_tav/genoa_vcek.pem | 2034-01-01 | certificate-dates
            snp/ms_tav/genoa_attestation_report.bin    |                           | 2026-11-26 | chain-missing
            snp/az_vtpm/evidence-v0.json               |                           | 2026-11-26 | NotGraded
            snp/az_vtpm/evidence-v1.json               |                           | 2026-11-26 | NotGraded
            nitro/evervault/valid-attestation-doc-bytes.bin | | 2022-10-13T10:00:00Z | NotGraded
            nitro/evervault/valid-attestation-doc-bytes.bin | | 2026-11-26 | certificate-dates
            nitro/evervault/debug-mode-attestation-doc-bytes.bin | | 2022-10-12T14:00:00Z | debug
            nitro/fortanix/request_proper.bin          |                           | 2021-09-09T11:00:00Z | debug
            nitro/fortanix/tampered_signature.bin      |                           | 2021-09-09T11:00:00Z | signature debug
            vbs/sqlserver_2019/sql_vsm_attestation_response.bin | | 2019-10-30T20:00:00Z | chain
            tpm/windows_gcp_shielded_vm.json           |                           | 2026-11-26 | unsupported chain-missing
            cca/ccatoken_tf_rmm/cca_token.cbor         |                           | 2026-11-26 | chain-missing
            """)
    void haveTheVerdictThatTheyShould(String file, @Nullable String collateral, String day, String expected)
            throws Exception {
        assertEquals(expected, words(verify(Verifier.ofVendors(), file, collateral, day)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            2019-10-30T20:00:00Z | NotGraded
            2019-10-31T03:00:00Z | certificate-dates
            """)
    void anAnswerOfSqlServerIsAcceptedUnderItsOwnGuardian(String day, String expected) throws Exception {
        var guardian =
                Samples.certificates("vbs/sqlserver_2019/health_cert.der").getFirst();
        var verifier = new Verifier(Roots.vendors().with(Authority.HOST_GUARDIAN, guardian));
        assertEquals(
                expected, words(verify(verifier, "vbs/sqlserver_2019/sql_vsm_attestation_response.bin", null, day)));
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            snp/aci_sidecar/snp_report.bin, snp/aci_sidecar/uvm_host_amd_certificate.json, snp/aci_sidecar/body.uvm_reference_info.bin
            snp/aci_sidecar/snp_report.bin, snp/aci_sidecar/uvm_host_amd_certificate.pem, snp/aci_sidecar/body.uvm_reference_info.bin
            """)
    void anEndorsementOfAUtilityMachineNamesItsSigner(String file, String certificates, String uvm) throws Exception {
        var endorsements =
                EndorsementFile.read(Samples.read(certificates)).with(EndorsementFile.read(Samples.read(uvm)));
        var found = EvidenceFile.read(Samples.read(file));
        var verdict = Verifier.ofVendors()
                .verify(found.evidence(), endorsements, POLICY, Instant.parse("2023-12-01T00:00:00Z"));
        Verdicts.accepted(verdict);
        assertEquals(
                Set.of("ContainerPlat-AMD-UVM"),
                verdict.claims().signers().stream()
                        .map(signer -> signer.product())
                        .filter(product -> product.startsWith("Container"))
                        .collect(java.util.stream.Collectors.toSet()));
    }

    @ParameterizedTest
    @CsvSource({
        "vbs/sqlserver_2019/health_cert.der",
        "sgx/phala/collateral.json",
        "README.md",
        "pki/amd/ask_ark_milan.pem"
    })
    void filesWithoutEvidenceAreRefused(String file) {
        var bytes = Samples.read(file);
        assertThrows(MalformedException.class, () -> EvidenceFile.read(bytes));
    }

    private static Verdict verify(Verifier verifier, String file, @Nullable String collateral, String day)
            throws Exception {
        var found = EvidenceFile.read(Samples.read(file));
        assertEquals(Set.of(), new HashSet<>(found.refusals()));
        var beside = collateral == null ? Endorsements.NONE : EndorsementFile.read(Samples.read(collateral));
        var at = Instant.parse(day.contains("T") ? day : day + "T00:00:00Z");
        return verifier.verify(found.evidence(), found.endorsements().with(beside), POLICY, at);
    }

    private static String words(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Accepted accepted -> accepted.tcb().status().word();
            case Verdict.Refused refused -> {
                var codes = new TreeSet<coco.evidence.Reason>();
                refused.refusals().forEach(refusal -> codes.add(refusal.reason()));
                yield String.join(
                        " ", codes.stream().map(coco.evidence.Reason::code).toList());
            }
        };
    }
}
