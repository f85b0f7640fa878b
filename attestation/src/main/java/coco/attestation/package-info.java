/**
 * What code a node runs. A {@link coco.attestation.Measurement} is the list of every file that decides what the node
 * does, each with its SHA-256; its own digest is the code measurement that members vote on.
 * {@link coco.attestation.Installation} makes that list from the files of one installation.
 *
 * <p>{@link coco.attestation.Evidence} is what a {@link coco.attestation.Tee} says of itself, and {@link
 * coco.attestation.Policy} judges it. The
 * only kind so far is {@link coco.attestation.SoftwareTee}, which protects nothing.
 */
@org.jspecify.annotations.NullMarked
package coco.attestation;
