package coco.evidence;

import coco.evidence.azure.VtpmEvidence;
import coco.evidence.azure.VtpmVerification;
import coco.evidence.cca.CcaToken;
import coco.evidence.cca.CcaVerification;
import coco.evidence.chain.Chains;
import coco.evidence.dcap.QuoteVerification;
import coco.evidence.dcap.SgxQuote;
import coco.evidence.dcap.TdxQuote;
import coco.evidence.nitro.NitroDocument;
import coco.evidence.nitro.NitroVerification;
import coco.evidence.snp.SnpReport;
import coco.evidence.snp.SnpVerification;
import coco.evidence.software.SoftwareEvidence;
import coco.evidence.software.SoftwareVerification;
import coco.evidence.tpm.TpmEvidence;
import coco.evidence.tpm.TpmVerification;
import coco.evidence.vbs.VbsEvidence;
import coco.evidence.vbs.VbsVerification;
import java.time.Instant;

/**
 * Is this evidence from a genuine TEE that runs approved code, bound to this, now? A pure function of its four arguments and
 * the roots: no clock is read and nothing is fetched. A verifier remembers chains of certificates that it has verified,
 * which changes how long an answer takes and never what it is; threads may share one.
 */
public final class Verifier {
    private final Chains chains;

    public Verifier(Roots roots) {
        this.chains = new Chains(roots);
    }

    /** With the vendors' own roots. */
    public static Verifier ofVendors() {
        return new Verifier(Roots.vendors());
    }

    /** @param at when everything has to be valid: normally now */
    public Verdict verify(Evidence evidence, Endorsements endorsements, Policy policy, Instant at) {
        return Appraisal.judge(examine(evidence, endorsements, policy, at), policy, at);
    }

    /** Whether it is genuine, and what it says; {@code policy} is asked for what has to be there, not for what is allowed. */
    public Findings examine(Evidence evidence, Endorsements endorsements, Policy policy, Instant at) {
        var about = new Case(endorsements, chains, policy, new Examination(at));
        return switch (evidence) {
            case SgxQuote quote -> QuoteVerification.examine(quote, about);
            case TdxQuote quote -> QuoteVerification.examine(quote, about);
            case SnpReport report -> SnpVerification.examine(report, about);
            case VtpmEvidence vtpm -> VtpmVerification.examine(vtpm, about);
            case NitroDocument document -> NitroVerification.examine(document, about);
            case VbsEvidence vbs -> VbsVerification.examine(vbs, about);
            case CcaToken token -> CcaVerification.examine(token, about);
            case TpmEvidence tpm -> TpmVerification.examine(tpm, about);
            case SoftwareEvidence software -> SoftwareVerification.examine(software, about);
        };
    }
}
