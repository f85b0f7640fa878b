/**
 * Evidence, endorsements and policies as files hold them: raw, in hex digits, in base64, in PEM, or in the JSON envelopes of
 * tools. What a file holds is told by its content alone. {@link coco.evidence.file.EvidenceFile} finds evidence and what came
 * with it, {@link coco.evidence.file.EndorsementFile} endorsements, {@link coco.evidence.file.PolicyFile} reads a policy.
 */
@org.jspecify.annotations.NullMarked
package coco.evidence.file;
