/**
 * Quotes of TPM 2.0 and logs of measured events.
 */
@org.jspecify.annotations.NullMarked
package coco.evidence.tpm;
