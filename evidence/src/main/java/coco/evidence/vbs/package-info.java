/**
 * Reports of enclaves that Windows shields by virtualization (VBS, also called VSM). {@link coco.evidence.vbs.VbsVerification}
 * asks who vouches for the key that signed: a Host Guardian Service by a certificate, or the machine's TPM by a boot log that
 * names the key.
 */
@org.jspecify.annotations.NullMarked
package coco.evidence.vbs;
