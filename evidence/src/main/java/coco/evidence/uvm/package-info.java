/**
 * Endorsements of the utility virtual machines in which Azure runs confidential containers. An SNP report measures that
 * machine; {@link coco.evidence.uvm.UvmVerification} says whether Microsoft vouches for the measurement, and under which name
 * and version.
 */
@org.jspecify.annotations.NullMarked
package coco.evidence.uvm;
