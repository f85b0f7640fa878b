/**
 * Verification of evidence of trusted execution environments (SPEC N1 to N3). A {@link coco.evidence.Verifier} takes {@link
 * coco.evidence.Evidence}, the {@link coco.evidence.Endorsements} that came beside it, a {@link coco.evidence.Policy} and an
 * instant, and gives a {@link coco.evidence.Verdict}. Each kind of evidence has a package of its own with a class that
 * parses it and one that verifies it; what they find becomes {@link coco.evidence.Findings}, which are then held against the
 * policy. Trust begins with the {@link coco.evidence.Roots}, and nothing else is trusted: not a length, not a date, not a
 * certificate.
 */
@org.jspecify.annotations.NullMarked
package coco.evidence;
