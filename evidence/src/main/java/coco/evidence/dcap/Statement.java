package coco.evidence.dcap;

import java.time.Instant;

/** What Intel says of platforms or of quoting enclaves, for a while. */
sealed interface Statement permits TcbInfo, EnclaveIdentity {
    Instant issueDate();

    Instant nextUpdate();

    /** The number of the evaluation that it came from, which only rises. */
    int evaluation();
}
