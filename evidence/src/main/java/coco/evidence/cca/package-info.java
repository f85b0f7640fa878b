/**
 * Attestation tokens of ARM CCA realms. A {@link coco.evidence.cca.CcaToken} has two parts: what the platform says, signed by
 * a key that its maker vouches for, and what the realm management monitor says of the realm, signed by a key that the
 * platform vouches for.
 */
@org.jspecify.annotations.NullMarked
package coco.evidence.cca;
