/**
 * Attestation documents of AWS Nitro enclaves.
 */
@org.jspecify.annotations.NullMarked
package coco.evidence.nitro;
