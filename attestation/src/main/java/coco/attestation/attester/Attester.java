package coco.attestation.attester;

import coco.crypto.Bytes;
import coco.evidence.TeeKind;

/** Who makes evidence (RFC 9334 section 4.1): a TEE's way of vouching for what runs in it. Threads may share one. */
public interface Attester {
    /** Bytes of what evidence is bound to. */
    int REPORT_DATA_SIZE = 64;

    TeeKind kind();

    /**
     * Fresh evidence that is bound to {@code reportData}.
     *
     * @param reportData {@link #REPORT_DATA_SIZE} bytes
     * @throws AttesterException where there is none, with what was asked and what came
     * @throws IllegalArgumentException for report data of another size
     */
    Attestation attest(Bytes reportData) throws AttesterException;

    /** The same bytes, where they are as many as evidence is bound to. */
    static Bytes requireReportData(Bytes reportData) {
        if (reportData.size() == REPORT_DATA_SIZE) return reportData;
        throw new IllegalArgumentException("report data has 64 bytes, not " + reportData.size());
    }
}
