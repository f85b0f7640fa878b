package coco.evidence.uvm;

import coco.evidence.Octets;

/**
 * What a utility virtual machine's endorsement says, once its signature and chain are verified.
 *
 * @param issuer the signer, as did:x509
 * @param feed what of this signer it is, such as {@code ContainerPlat-AMD-UVM}
 * @param version security version of the guest
 * @param launchMeasurement 48 bytes that an SNP report has to show
 */
public record UvmClaims(String issuer, String feed, long version, Octets launchMeasurement) {}
