package coco.evidence.dcap;

import coco.evidence.Octets;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;

/** ECDSA over P-256 with SHA-256 (FIPS 186-5): the only signature that quotes and what Intel says of them have. */
final class Ecdsa {
    private static final ECParameterSpec P256 = parameters();

    private Ecdsa() {}

    /** Whether {@code signature}, r and s of 32 bytes each, is {@code key}'s over {@code signed}. */
    static boolean verifies(PublicKey key, Octets signed, Octets signature) {
        if (!(key instanceof ECPublicKey point) || !isP256(point.getParams()) || signature.size() != 64) return false;
        try {
            var verification = Signature.getInstance("SHA256withECDSAinP1363Format");
            verification.initVerify(point);
            verification.update(signed.toArray());
            return verification.verify(signature.toArray());
        } catch (GeneralSecurityException e) {
            return false; // the answer: numbers that are out of range are no signature
        }
    }

    private static boolean isP256(ECParameterSpec some) {
        return some.getCurve().equals(P256.getCurve())
                && some.getGenerator().equals(P256.getGenerator())
                && some.getOrder().equals(P256.getOrder());
    }

    private static ECParameterSpec parameters() {
        try {
            var parameters = AlgorithmParameters.getInstance("EC");
            parameters.init(new ECGenParameterSpec("secp256r1"));
            return parameters.getParameterSpec(ECParameterSpec.class);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has P-256", e);
        }
    }
}
