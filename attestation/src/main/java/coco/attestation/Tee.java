package coco.attestation;

import coco.crypto.AuthenticationFailedException;
import coco.crypto.Bytes;
import coco.crypto.SecretBytes;
import java.io.IOException;

/** The trusted execution environment that this process runs in (SPEC N1, N3). */
public interface Tee {
    /** The kind in words, as a TEE manifest names it. */
    String kind();

    /** Whether it protects anything. */
    boolean protects();

    /** Evidence of this process's code, bound to {@code reportData}, 64 bytes. */
    Evidence evidence(Bytes reportData) throws IOException;

    /** Seals a secret so that only this TEE opens it again. {@code label} says what it is; it is authenticated, not hidden. */
    Bytes seal(String label, SecretBytes secret) throws IOException;

    /** @throws AuthenticationFailedException where it was sealed elsewhere, under another label, or changed since */
    SecretBytes unseal(String label, Bytes sealed) throws IOException, AuthenticationFailedException;
}
