package coco.evidence;

/**
 * Why evidence is not accepted.
 *
 * @param reason for machines; stable
 * @param detail for people: what was found and what was expected
 */
public record Refusal(Reason reason, String detail) {
    @Override
    public String toString() {
        return reason.code() + ": " + detail;
    }
}
