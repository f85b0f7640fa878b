package coco.ethereum.pool;

/** What became of a pooled transaction. */
public sealed interface Decision {
    /** The network has committed it. */
    record Committed() implements Decision {}

    /** It was given up; the reason begins with the words that clients know. */
    record GivenUp(String reason) implements Decision {}
}
