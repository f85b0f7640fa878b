package coco.evidence.vbs;

import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;

/** The signature of the secure kernel over a report: RSASSA-PSS with SHA-256, MGF1 with SHA-256, a salt of 32 bytes. */
final class IdentitySignature {
    private static final int KEY_BITS_MIN = 2_048;
    private static final int KEY_BITS_MAX = 8_192;
    private static final PSSParameterSpec PSS =
            new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1);

    private IdentitySignature() {}

    static boolean isBy(PublicKey key, VbsReport report) {
        if (!(key instanceof RSAPublicKey rsa) || !isStrong(rsa)) return false;
        try {
            var signature = Signature.getInstance("RSASSA-PSS");
            signature.setParameter(PSS);
            signature.initVerify(key);
            signature.update(report.statement().toArray());
            return signature.verify(report.signature().toArray());
        } catch (GeneralSecurityException e) {
            return false; // the answer: bytes that are no signature of this key
        }
    }

    private static boolean isStrong(RSAPublicKey key) {
        var bits = key.getModulus().bitLength();
        return bits >= KEY_BITS_MIN && bits <= KEY_BITS_MAX;
    }
}
