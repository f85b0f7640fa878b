/**
 * Enclave reports of Windows virtualization-based security, and the logs of the boot that vouch for them.
 */
@org.jspecify.annotations.NullMarked
package coco.evidence.vbs;
