package coco.ethereum.pool;

import coco.ledger.TxId;
import org.jspecify.annotations.Nullable;

/** What became of a pooled transaction. */
public sealed interface Decision {
    /** The network has committed it: under this id, or null where it was found committed by another attempt. */
    record Committed(@Nullable TxId txId) implements Decision {}

    /** It was given up; the reason begins with the words that clients know. */
    record GivenUp(String reason) implements Decision {}
}
