package coco.replica;

import java.util.List;

/** What became of a committed batch. All nodes come to the same verdict, but for {@link Broken}, which is a node's own. */
sealed interface Verdict {
    /** It extends the chain (rule 9). */
    record Accepted(LedgerState next, List<Effect.Write> writes, Batch batch, List<Outgoing.Placed> placed)
            implements Verdict {}

    /** It is in the chain already, byte for byte (rule 10). */
    record Duplicate() implements Verdict {}

    /** It changes nothing (rule 10). */
    record Voided(String reason) implements Verdict {}

    /** This node cannot judge it: it lacks a key, or what the others accept does not open here (rule 11). */
    record Broken(String reason) implements Verdict {}
}
