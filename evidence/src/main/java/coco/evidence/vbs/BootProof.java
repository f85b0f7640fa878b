package coco.evidence.vbs;

import coco.evidence.Octets;
import coco.evidence.tpm.TpmEvidence;

/**
 * How Windows was booted, and with which identity signing key.
 *
 * @param quote of the machine's TPM, over SHA-256 or better, PCR 7 and 12 at least
 * @param log the boot log of Windows (WBCL), which has to replay to the quoted PCRs 0 to 14
 */
public record BootProof(TpmEvidence quote, Octets log) {}
