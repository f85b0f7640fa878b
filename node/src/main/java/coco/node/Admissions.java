package coco.node;

import coco.attestation.Evidence;
import coco.attestation.Policy;
import coco.attestation.Verdict;
import coco.crypto.Bytes;
import coco.crypto.Digest;
import coco.crypto.MalformedException;
import coco.governance.Constitution;
import coco.governance.Membership;
import coco.store.Tx;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Decides about a joiner when its admission is executed, by the ledger as it is then (SPEC N2). */
final class Admissions implements Membership.Admission {
    @Override
    public @Nullable String refusal(Membership.Admit joiner, Tx ledger) {
        if (!ledger.has(Constitution.VN_LIST, Bytes.ofUtf8(joiner.node().toString())))
            return "the node is not in the list of nodes";
        try {
            var evidence = Evidence.decode(joiner.evidence());
            // The second half bound the evidence to the connection, on which the leader has checked it.
            if (!evidence.reportData()
                    .slice(0, Digest.SIZE)
                    .equals(joiner.node().key().toBytes())) {
                return "the evidence is bound to another key";
            }
            var verdict = new Policy(kinds(ledger), measurements(ledger)).judge(evidence, evidence.reportData());
            return verdict instanceof Verdict.Refused(var reason) ? reason : null;
        } catch (MalformedException e) {
            return "the evidence: " + e.getMessage();
        }
    }

    private static Set<String> kinds(Tx ledger) {
        var kinds = new HashSet<String>();
        var software = ledger.get(Constitution.SETTINGS, Bytes.ofUtf8("allow_software_tee"));
        var rows = ledger.range(Constitution.TEE_MANIFEST, null, null);
        while (rows.next()) kinds.add(rows.key().toUtf8());
        if (software == null || !software.equals(Constitution.TRUE)) kinds.remove(coco.attestation.SoftwareTee.KIND);
        return kinds;
    }

    private static Set<Digest> measurements(Tx ledger) throws MalformedException {
        var measurements = new HashSet<Digest>();
        var rows = ledger.range(Constitution.CODE_MANIFEST, null, null);
        while (rows.next()) {
            if (rows.value().bytes().equals(Constitution.ALLOWED))
                measurements.add(Digest.ofHex(rows.key().toUtf8()));
        }
        return measurements;
    }
}
