package coco.evidence.snp;

import static coco.evidence.Verdicts.accepted;
import static coco.evidence.Verdicts.assertRefused;
import static coco.evidence.Verdicts.at;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coco.evidence.Authority;
import coco.evidence.Endorsement.UvmEndorsement;
import coco.evidence.Endorsements;
import coco.evidence.MalformedException;
import coco.evidence.Policy;
import coco.evidence.Reason;
import coco.evidence.Roots;
import coco.evidence.Samples;
import coco.evidence.Verdict;
import coco.evidence.Verdicts;
import coco.evidence.Verifier;
import coco.evidence.format.CoseSign1;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Reports with the endorsement of the utility virtual machine that they are of, or of another one. */
class SnpUvmTest {
    @Test
    void theEndorsersNameIsAmongTheSigners() throws MalformedException {
        var verdict = accepted(
                verify("snp/aci_sidecar/snp_report.bin", "snp/aci_sidecar/uvm_host_amd_certificate.pem", "2023-06-01"));
        var last = verdict.claims().signers().getLast();
        assertEquals("ContainerPlat-AMD-UVM", last.product());
        assertTrue(last.id().startsWith("did:x509:0:sha256:"), last.id());
        assertTrue(verdict.validUntil().isBefore(at("2024-01-04").plusSeconds(1)));
    }

    @Test
    void anEndorsementThatIsOutOfDateIsRefused() throws MalformedException {
        assertRefused(
                Reason.CERTIFICATE_DATES,
                verify("snp/aci_sidecar/snp_report.bin", "snp/aci_sidecar/uvm_host_amd_certificate.pem", "2024-02-01"));
    }

    @Test
    void anEndorsementOfAnotherMeasurementIsRefused() throws MalformedException {
        var verdict = verify("snp/trustee/test-report.bin", "snp/trustee/test-vcek.der", "2023-06-01");
        assertRefused(Reason.ENDORSEMENT_MISMATCH, verdict);
        assertEquals(
                Set.of(),
                Set.copyOf(verdict.claims().signers().stream()
                        .filter(signer -> signer.id().startsWith("did:"))
                        .toList()));
    }

    private static Verdict verify(String report, String certificates, String day) throws MalformedException {
        var message = Samples.read("snp/aci_sidecar/body.uvm_reference_info.bin");
        var root = CoseSign1.parse(message).chain().getLast();
        var roots = Roots.vendors().with(Authority.MICROSOFT_SUPPLY_CHAIN, root);
        var endorsements = Verdicts.certificates(Samples.certificates(certificates))
                .with(Endorsements.of(new UvmEndorsement(message)));
        return new Verifier(roots)
                .verify(SnpReport.parse(Samples.read(report)), endorsements, Policy.genuine(), at(day));
    }
}
