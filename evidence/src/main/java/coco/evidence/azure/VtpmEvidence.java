package coco.evidence.azure;

import coco.evidence.Evidence;
import coco.evidence.MalformedException;
import coco.evidence.Octets;
import coco.evidence.TeeKind;
import coco.evidence.dcap.TdxQuote;
import coco.evidence.snp.SnpReport;
import coco.evidence.tpm.TpmQuote;

/**
 * Evidence of an Azure virtual machine with a paravisor: a hardware report with runtime claims, and a quote of the virtual
 * TPM whose key is in those claims.
 *
 * @param hardware what AMD's or Intel's hardware signed
 * @param runtime what the runtime claims say
 * @param quote of the virtual TPM; its nonce is what the evidence is bound to
 */
public record VtpmEvidence(HclReport report, Hardware hardware, RuntimeClaims runtime, TpmQuote quote)
        implements Evidence {
    /** What vouches for the paravisor. */
    public sealed interface Hardware {
        record Snp(SnpReport report) implements Hardware {}

        /** @param quote the one that Azure's metadata service gave for the TDREPORT */
        record Tdx(TdxQuote quote) implements Hardware {}
    }

    @Override
    public TeeKind tee() {
        return report.tee();
    }

    /** @param report an HCL report on SEV-SNP */
    public static VtpmEvidence ofSnp(Octets report, TpmQuote quote) throws MalformedException {
        var hcl = HclReport.parse(report);
        requireKind(hcl, TeeKind.AZURE_SNP);
        var hardware = new Hardware.Snp(SnpReport.parse(hcl.hardware()));
        return new VtpmEvidence(hcl, hardware, RuntimeClaims.parse(hcl.runtime()), quote);
    }

    /**
     * @param report an HCL report on TDX
     * @param hardwareQuote the quote that was obtained for the TDREPORT in it
     */
    public static VtpmEvidence ofTdx(Octets report, TdxQuote hardwareQuote, TpmQuote quote) throws MalformedException {
        var hcl = HclReport.parse(report);
        requireKind(hcl, TeeKind.AZURE_TDX);
        return new VtpmEvidence(hcl, new Hardware.Tdx(hardwareQuote), RuntimeClaims.parse(hcl.runtime()), quote);
    }

    private static void requireKind(HclReport report, TeeKind tee) throws MalformedException {
        if (report.tee() != tee) {
            throw new MalformedException("an HCL report of " + report.tee() + ", not of " + tee);
        }
    }
}
