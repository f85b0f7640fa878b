package coco.evidence.tpm;

import coco.evidence.MalformedException;
import coco.evidence.Octets;

/**
 * A quote of registers, with what it takes to check it.
 *
 * @param message the bytes that are signed
 * @param attest what they say
 */
public record TpmQuote(Octets message, Attest attest, TpmSignature signature, PcrValues values) {
    /**
     * @param message a TPMS_ATTEST
     * @param signature a TPMT_SIGNATURE
     */
    public static TpmQuote parse(Octets message, Octets signature, PcrValues values) throws MalformedException {
        return parse(message, TpmSignature.parse(signature), values);
    }

    public static TpmQuote parse(Octets message, TpmSignature signature, PcrValues values) throws MalformedException {
        return new TpmQuote(message, Attest.parse(message), signature, values);
    }
}
