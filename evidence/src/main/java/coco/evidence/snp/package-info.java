/**
 * Attestation reports of AMD SEV-SNP, and the certificates of the keys of chips.
 */
@org.jspecify.annotations.NullMarked
package coco.evidence.snp;
