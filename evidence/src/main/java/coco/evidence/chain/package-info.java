/**
 * Certificates and revocation lists. {@link coco.evidence.chain.Chains} leads a certificate to a root, {@link
 * coco.evidence.chain.Revocation} looks the chain up in revocation lists.
 */
@org.jspecify.annotations.NullMarked
package coco.evidence.chain;
