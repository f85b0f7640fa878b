package coco.evidence.software;

import coco.evidence.Authority;
import coco.evidence.Case;
import coco.evidence.Claims;
import coco.evidence.Findings;
import coco.evidence.Octets;
import coco.evidence.Reason;
import coco.evidence.Tcb;
import coco.evidence.TeeKind;
import coco.evidence.chain.Signers;
import java.util.LinkedHashMap;

/**
 * Whether a key of the network signed it: one under {@link Authority#SOFTWARE}, which is never a vendor's. It is refused
 * already here unless the policy names the software TEE, so that no verdict about it depends on the appraisal alone.
 */
public final class SoftwareVerification {
    private SoftwareVerification() {}

    public static Findings examine(SoftwareEvidence evidence, Case about) {
        var examination = about.examination();
        if (about.policy().platform().tees().contains(TeeKind.SOFTWARE)) {
            Signers.check(evidence.message(), Authority.SOFTWARE, evidence.tee(), about, "the evidence");
        } else {
            examination.refuse(Reason.TEE_NOT_ALLOWED, "the software TEE protects nothing");
        }
        return examination.findings(claims(evidence.statement()), Tcb.ungraded());
    }

    private static Claims claims(SoftwareEvidence.Statement statement) {
        var registers = new LinkedHashMap<String, Octets>();
        registers.put("measurement", statement.measurement());
        var facts = new LinkedHashMap<String, String>();
        facts.put("hardware", "false");
        return Claims.of(TeeKind.SOFTWARE, registers, statement.reportData())
                .withHostData(statement.hostData())
                .withIssuedAt(statement.issuedAt())
                .withFacts(facts);
    }
}
