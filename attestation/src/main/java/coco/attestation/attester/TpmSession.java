package coco.attestation.attester;

import coco.attestation.attester.AttesterException.Reason;
import coco.attestation.tpm.Tpm;
import coco.attestation.tpm.TpmChannel;
import coco.attestation.tpm.TpmException;
import coco.crypto.MalformedException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;

/** What is done with a TPM between opening and closing it. */
final class TpmSession {
    private TpmSession() {}

    interface Work<R> {
        R with(Tpm tpm) throws IOException, MalformedException;
    }

    /** Errors of the TPM as those of attesters. */
    static <R> R in(TpmChannel.Opener channels, Work<R> work) throws AttesterException {
        try (var channel = channels.open()) {
            return work.with(new Tpm(channel));
        } catch (AttesterException e) {
            throw e;
        } catch (NoSuchFileException e) {
            throw new AttesterException(Reason.ABSENT, e.getFile() + ": no such device", e);
        } catch (AccessDeniedException e) {
            throw new AttesterException(Reason.REFUSED, e.getFile() + ": this process may not use it", e);
        } catch (TpmException e) {
            throw new AttesterException(Reason.REFUSED, "the TPM refused " + e.getMessage(), e);
        } catch (IOException e) {
            throw new AttesterException(Reason.REFUSED, "the TPM cannot be used: " + e.getMessage(), e);
        } catch (MalformedException e) {
            throw AttesterException.malformed("the TPM", e);
        }
    }
}
