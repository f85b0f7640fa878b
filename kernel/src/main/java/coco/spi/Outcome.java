package coco.spi;

import coco.crypto.Bytes;
import coco.crypto.Digest;

/** What became of a request that was executed at the head. */
public sealed interface Outcome {
    /**
     * Executed: its write set becomes a ledger entry, and the reply is given once the network has committed it.
     *
     * @param reply what the caller gets, in the protocol's own encoding
     * @param claims digest of what the receipt shall prove; {@link Digest#ZERO} where there is nothing
     * @param newEpoch whether the entry opens a new epoch: membership or the list of nodes changed (SPEC K1)
     */
    record Done(Bytes reply, Digest claims, boolean newEpoch) implements Outcome {
        public Done(Bytes reply) {
            this(reply, Digest.ZERO, false);
        }

        public Done(Bytes reply, Digest claims) {
            this(reply, claims, false);
        }
    }

    /** Refused: its write set is dropped. */
    record Refused(Rejection rejection) implements Outcome {}
}
