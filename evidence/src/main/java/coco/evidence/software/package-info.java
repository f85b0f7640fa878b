/**
 * Evidence of the software TEE, which is for development and protects nothing. It has a format and a root of its own, so that
 * it cannot be taken for that of hardware.
 */
@org.jspecify.annotations.NullMarked
package coco.evidence.software;
