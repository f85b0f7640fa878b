package coco.evidence.vbs;

import coco.evidence.SignatureAlgorithm;
import java.security.PublicKey;
import java.security.interfaces.RSAPublicKey;

/**
 * The signature of the secure kernel over a report: RSASSA-PSS with SHA-256, MGF1 with SHA-256, a salt of 32 bytes, by a key of
 * 2048 to 8192 bits.
 */
final class IdentitySignature {
    private static final int KEY_BITS_MAX = 8_192;

    private IdentitySignature() {}

    static boolean isBy(PublicKey key, VbsReport report) {
        return key instanceof RSAPublicKey rsa
                && rsa.getModulus().bitLength() <= KEY_BITS_MAX
                && SignatureAlgorithm.PS256.verifies(rsa, report.statement(), report.signature());
    }
}
