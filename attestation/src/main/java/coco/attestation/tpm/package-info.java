/**
 * Talks to a TPM 2.0: the few commands that a quote takes (TPM 2.0 Library Part 3), over a {@link coco.attestation.tpm.TpmChannel}.
 * {@link coco.attestation.tpm.Tpm} has the commands. A TPM may be anybody's program: answers are bounded, have to be exactly what was
 * asked for, and a code that is not zero is a {@link coco.attestation.tpm.TpmException} that names it.
 */
@org.jspecify.annotations.NullMarked
package coco.attestation.tpm;
