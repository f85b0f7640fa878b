/**
 * Endorsements of the utility virtual machines in which Azure runs confidential containers.
 */
@org.jspecify.annotations.NullMarked
package coco.evidence.uvm;
