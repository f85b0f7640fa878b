package coco.evidence;

import coco.evidence.chain.Chains;

/**
 * What one verification works with.
 *
 * @param endorsements what came beside the evidence
 * @param chains leads certificates to the roots
 * @param policy asked only for what has to be there, such as revocation lists; what is allowed is judged afterwards
 * @param examination where findings are noted
 */
public record Case(Endorsements endorsements, Chains chains, Policy policy, Examination examination) {}
