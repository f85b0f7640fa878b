package coco.raft;

import coco.spi.OrderedLog.Proposal;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a batch may be appended now. The final word falls while Ratis holds its log lock, so that neither term
 * nor end of log can change between the decision and the append. Guarded by itself.
 */
final class AppendGuard {
    private long term = -1;
    private long next;

    /** The first batch ever offered in a term says where the numbers of that term begin, even if it is refused. */
    synchronized void offered(Proposal proposal, long currentTerm) {
        if (proposal.term() != currentTerm || term == currentTerm) return;
        term = currentTerm;
        next = proposal.first();
    }

    /** Why {@code proposal} must not enter the log while {@code currentTerm} lasts; null where it may. */
    synchronized @Nullable String refusal(Proposal proposal, long currentTerm) {
        if (proposal.term() != currentTerm || term != currentTerm)
            return "made for term " + proposal.term() + ", now is term " + currentTerm;
        if (proposal.first() != next) return "begins at " + proposal.first() + ", the next is " + next;
        return null;
    }

    /** The batch goes into the log. */
    synchronized void appended(Proposal proposal) {
        next = proposal.last() + 1;
    }
}
