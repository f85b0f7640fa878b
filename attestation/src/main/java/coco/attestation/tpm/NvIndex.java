package coco.attestation.tpm;

/**
 * What a TPM says of an index of its memory (TPM 2.0 Library Part 2, TPMS_NV_PUBLIC).
 *
 * @param attributes TPMA_NV
 * @param size bytes
 */
public record NvIndex(int index, long attributes, int size) {
    private static final int OWNER_WRITE = 1;
    private static final int AUTH_WRITE = 2;
    private static final int OWNER_READ = 17;
    private static final int AUTH_READ = 18;

    /** Whose authorization opens the index for reading: its own where that is allowed, else the owner's. */
    int readBy() {
        return has(AUTH_READ) || !has(OWNER_READ) ? index : Tpm.OWNER;
    }

    int writeBy() {
        return has(AUTH_WRITE) || !has(OWNER_WRITE) ? index : Tpm.OWNER;
    }

    private boolean has(int bit) {
        return (attributes >>> bit & 1) == 1;
    }
}
