/**
 * Attestation tokens of ARM CCA realms.
 */
@org.jspecify.annotations.NullMarked
package coco.evidence.cca;
