package coco.store;

import coco.crypto.Bytes;

/** What a key leads to, and the seqno of the transaction that wrote it last. */
public record Value(Bytes bytes, long seqno) {
    /** The seqno of a value that the reading transaction wrote itself: it has no place in the order yet. */
    public static final long PENDING = -1;
}
