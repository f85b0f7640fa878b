/**
 * Quotes of Intel SGX and TDX, and what Intel says of their platforms (DCAP: Data Center Attestation Primitives).
 */
@org.jspecify.annotations.NullMarked
package coco.evidence.dcap;
