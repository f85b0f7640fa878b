package coco.attestation.tpm;

import coco.crypto.Bytes;
import coco.crypto.MalformedException;
import java.io.Closeable;
import java.io.IOException;

/** A way to a TPM: one command, one response. Owner: who opened it, and closes it. */
public interface TpmChannel extends Closeable {
    /** Bytes of the longest command and of the longest response (TPM 2.0 PC Client Platform TPM Profile, MAX_RESPONSE_SIZE). */
    int SIZE_MAX = 4096;

    /** Bytes before the parameters: a tag, the size of the whole, and a code. */
    int HEADER_SIZE = 10;

    /**
     * Sends {@code command} and waits for the whole response, as long as its header says.
     *
     * @throws MalformedException where the header says something else than came
     */
    Bytes exchange(Bytes command) throws IOException, MalformedException;

    /** Opens channels. */
    interface Opener {
        TpmChannel open() throws IOException;
    }
}
