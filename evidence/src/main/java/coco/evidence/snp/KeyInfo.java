package coco.evidence.snp;

import coco.evidence.MalformedException;
import coco.evidence.Reason;

/**
 * Which keys are behind a report.
 *
 * @param authorKey whether a key signed the key that signed the guest's identity
 * @param chipKeyMasked whether the host keeps the firmware from using the chip's own key
 */
public record KeyInfo(boolean authorKey, boolean chipKeyMasked, SigningKey signingKey) {
    /** Who signs reports. */
    public enum SigningKey {
        /** Versioned chip endorsement key: of one chip. */
        VCEK,
        /** Versioned loaded endorsement key: of one cloud, which gave it to its chips. */
        VLEK,
        /** Nobody. */
        NONE
    }

    static KeyInfo of(long bits) throws MalformedException {
        if (bits >>> 5 != 0) throw new MalformedException("bits about the keys that are not known: " + bits);
        var key =
                switch ((int) (bits >>> 2)) {
                    case 0 -> SigningKey.VCEK;
                    case 1 -> SigningKey.VLEK;
                    case 7 -> SigningKey.NONE;
                    default -> throw new MalformedException(Reason.UNSUPPORTED, "signing key of kind " + (bits >>> 2));
                };
        return new KeyInfo((bits & 1) != 0, (bits & 2) != 0, key);
    }
}
