package coco.crypto;

import java.security.GeneralSecurityException;
import javax.crypto.KDF;
import javax.crypto.spec.HKDFParameterSpec;

/** HKDF-SHA-256 (RFC 5869): extract, then expand. */
public final class Hkdf {
    private Hkdf() {}

    /** @param size of the result in bytes, at most 255 times 32 */
    public static byte[] derive(byte[] secret, byte[] salt, byte[] info, int size) {
        try {
            var parameters =
                    HKDFParameterSpec.ofExtract().addIKM(secret).addSalt(salt).thenExpand(info, size);
            return KDF.getInstance("HKDF-SHA256").deriveData(parameters);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HKDF-SHA-256 takes every input", e);
        }
    }
}
