package coco.evidence;

import coco.evidence.azure.VtpmEvidence;
import coco.evidence.cca.CcaToken;
import coco.evidence.dcap.SgxQuote;
import coco.evidence.dcap.TdxQuote;
import coco.evidence.nitro.NitroDocument;
import coco.evidence.snp.SnpReport;
import coco.evidence.software.SoftwareEvidence;
import coco.evidence.tpm.TpmEvidence;
import coco.evidence.vbs.VbsEvidence;

/** What a TEE says of the code in it, of its platform, and of the bytes it was given. Each is parsed by its own class. */
public sealed interface Evidence
        permits SgxQuote,
                TdxQuote,
                SnpReport,
                VtpmEvidence,
                NitroDocument,
                VbsEvidence,
                CcaToken,
                TpmEvidence,
                SoftwareEvidence {
    /** Bytes of the longest evidence that is read. */
    int SIZE_MAX = 1 << 20;

    TeeKind tee();
}
