package coco.evidence.tpm;

import coco.evidence.Hash;
import coco.evidence.MalformedException;
import coco.evidence.Reason;

/** Numbers of algorithms (TPM 2.0 Library Part 2, table TPM_ALG_ID). */
final class TpmAlgorithm {
    static final int RSA = 0x0001;
    static final int NULL = 0x0010;
    static final int RSASSA = 0x0014;
    static final int RSAES = 0x0015;
    static final int RSAPSS = 0x0016;
    static final int ECDSA = 0x0018;
    static final int ECDAA = 0x001a;
    static final int ECC = 0x0023;

    private TpmAlgorithm() {}

    /** @throws MalformedException for a hash function that is not supported */
    static Hash hash(int number) throws MalformedException {
        return switch (number) {
            case 0x0004 -> Hash.SHA_1;
            case 0x000b -> Hash.SHA_256;
            case 0x000c -> Hash.SHA_384;
            case 0x000d -> Hash.SHA_512;
            default -> throw unsupported("hash function", number);
        };
    }

    static MalformedException unsupported(String what, int number) {
        return new MalformedException(Reason.UNSUPPORTED, what + " " + Integer.toHexString(number) + " of a TPM");
    }
}
