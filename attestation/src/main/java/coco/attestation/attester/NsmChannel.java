package coco.attestation.attester;

import coco.crypto.Bytes;

/** A way to the Nitro security module: one request, one response, both in CBOR. */
public interface NsmChannel {
    /** Bytes of the longest request. */
    int REQUEST_SIZE_MAX = 0x1000;

    /** Bytes of the longest response. */
    int RESPONSE_SIZE_MAX = 0x3000;

    Bytes exchange(Bytes request) throws AttesterException;
}
