/**
 * Attestation documents of AWS Nitro enclaves. A {@link coco.evidence.nitro.NitroDocument} carries its certificates with it,
 * up to AWS's root, so that nothing else is needed to verify it; they are valid for a few hours.
 */
@org.jspecify.annotations.NullMarked
package coco.evidence.nitro;
