package coco.attestation;

/** What a verifier says of evidence. */
public sealed interface Verdict {
    /** Genuine, approved and bound to what was asked for. */
    record Accepted(Evidence evidence) implements Verdict {}

    /** Not so; the reason is for logs and for the operator of the other side. */
    record Refused(String reason) implements Verdict {}
}
