package coco.spi;

import coco.crypto.Bytes;
import coco.ledger.TxId;

/** What a client is told about its submission. */
public sealed interface Answer {
    /** Durable on a majority and never lost. */
    record Committed(TxId txId, Bytes reply) implements Answer {}

    /** Refused, with the reason; nothing was recorded. */
    record Refused(Rejection rejection) implements Answer {}

    /** Not executed and never will be: asking again is safe. */
    record NotExecuted(String reason) implements Answer {}

    /** Executed under {@code txId} by a leader that lost office; it will never be committed. Asking again is safe. */
    record Invalid(TxId txId) implements Answer {}

    /** Not decided in time; ask for the status of {@code txId}, or again with the same submission id. */
    record Unknown(String txId) implements Answer {}
}
