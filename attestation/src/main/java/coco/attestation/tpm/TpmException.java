package coco.attestation.tpm;

import java.io.IOException;

/** A TPM's refusal. */
public final class TpmException extends IOException {
    private static final long serialVersionUID = 1;

    private final long code;

    /** @param code as the TPM gave it */
    public TpmException(String command, long code) {
        super(command + ": " + TpmCode.describe(code) + " (0x" + Long.toHexString(code) + ")");
        this.code = code;
    }

    /** The code as the TPM gave it: with the number of the parameter, handle or session that it is about. */
    public long code() {
        return code;
    }

    /** Whether the refusal is this one, whatever it is about. */
    public boolean is(TpmCode known) {
        return TpmCode.of(code).filter(found -> found == known).isPresent();
    }
}
