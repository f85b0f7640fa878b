/**
 * Makes evidence: an {@link coco.attestation.attester.Attester} asks the TEE that this machine has to vouch for 64 bytes, and gives
 * back what {@code coco.evidence} reads. {@link coco.attestation.attester.Detection} finds out which one that is. Whatever a kernel,
 * a device or a host answers is hostile: it is bounded, strictly read, and refused as an {@link
 * coco.attestation.attester.AttesterException}. Whether evidence is genuine and bound to those 64 bytes is asked by who verifies it,
 * not here.
 */
@org.jspecify.annotations.NullMarked
package coco.attestation.attester;
