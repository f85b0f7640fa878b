/**
 * Evidence of Azure virtual machines with a paravisor: a hardware report that vouches for a key of a virtual TPM, and a
 * quote by that key.
 */
@org.jspecify.annotations.NullMarked
package coco.evidence.azure;
