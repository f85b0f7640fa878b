package coco.sim;

import coco.crypto.Bytes;
import coco.ledger.NodeId;
import coco.spi.OrderedLog.Peer;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The messages of Raft (Ongaro and Ousterhout, 2014, figure 2), with the read index of the thesis, section 6.4. */
sealed interface RaftMessage {
    /** A log entry: a batch, or the voters from here on. */
    record Entry(long term, @Nullable Bytes batch, @Nullable Set<Peer> voters, long last) {}

    record Append(long term, long previous, long previousTerm, List<Entry> entries, long commit, long round)
            implements RaftMessage {}

    record Appended(long term, boolean ok, long match, long round) implements RaftMessage {}

    /** @param transfer whether the leader has handed over: it may be unseated */
    record AskVote(long term, long lastIndex, long lastTerm, boolean transfer) implements RaftMessage {}

    record Vote(long term, boolean granted) implements RaftMessage {}

    /** The leader has forgotten what the follower needs. */
    record Forgotten(long term, long firstIndex) implements RaftMessage {}

    record AskReadIndex(NodeId from, long id) implements RaftMessage {}

    record ReadIndex(long id, long index) implements RaftMessage {}
}
