package coco.spi;

import coco.crypto.Bytes;
import coco.ledger.NodeId;
import java.util.Set;

/**
 * A replicated log of opaque batches: crash-fault consensus behind a port (SPEC C1).
 *
 * <p>Everything the log has to say arrives as {@link LogEvent}s in one FIFO, in the order in which it happened; the
 * methods only ask. They return at once, never block on the network, and are called by one thread, the owner of the
 * replica. What the contract promises:
 *
 * <ul>
 *   <li>{@link LogEvent.Committed} comes on every node, in the same order, with the same term and bytes, at least once
 *       per process life from the index after {@link Start#appliedIndex} on; nothing committed is ever lost.
 *   <li>Terms never fall along the committed entries, and one term has one leader.
 *   <li>{@link LogEvent.LeaderReady} of term T comes after every committed entry of a lower term was handed over, and no
 *       entry of a lower term follows it.
 *   <li>A batch offered with {@link #append} enters the log at most once per attempt and only in the term named, and
 *       only as the successor of the batch before it in that term (its first sequence number is the next). It comes back as
 *       {@code Committed}, or as {@link LogEvent.Refused}, or, once the node has lost office, not at all. A refused
 *       batch may have entered the log all the same.
 * </ul>
 */
public interface OrderedLog extends AutoCloseable {
    /**
     * A batch on its way into the log.
     *
     * @param term the Raft term it was made for; in any other it must not enter
     * @param first the sequence number of its first entry
     * @param last the sequence number of its last entry
     * @param attempt 1 for the first offer of these bytes in this term, then 2 and so on
     * @param bytes the encoded batch
     */
    record Proposal(long term, long first, long last, int attempt, Bytes bytes) {}

    /** Offers a batch; see the promises above. */
    void append(Proposal proposal);

    /**
     * Asks for a linearizable read point without a leader lease (ReadIndex): answered by {@link LogEvent.Barrier} once
     * everything that was committed anywhere before this call has been handed over here, or by {@link
     * LogEvent.BarrierFailed}.
     */
    void barrier(long id);

    /** Gives up leadership of {@code term}; without effect in any other term. The same node may win again, in a later term. */
    void stepDown(long term);

    /**
     * Gives up leadership of {@code term} to the voter {@code to}, without effect in any other term. Where that one cannot lead,
     * leadership may stay; a log that cannot say who follows steps down.
     */
    default void handOver(long term, NodeId to) {
        stepDown(term);
    }

    /**
     * Changes the voters by one node, if they are {@code expected} (compare and set); only the leader can. Success shows as
     * {@link LogEvent.Configuration}, failure as {@link LogEvent.ReconfigurationFailed}.
     */
    void reconfigure(Set<Peer> expected, Set<Peer> desired);

    /**
     * Says that all entries up to {@code index} are durable in this node's ledger file and in a snapshot: the log may forget
     * them here.
     */
    void durable(long index);

    /** Says that a snapshot from a peer, taken at ({@code term}, {@code index}), is installed here; the log goes on behind it. */
    void installed(long term, long index);

    /** How often this log has made what it wrote durable (fsync) since it was opened, for those who measure; 0 without a disk. */
    default long syncs() {
        return 0;
    }

    /** Stops taking part; no event follows. */
    @Override
    void close();

    /** A voter: who it is, and where its log listens ({@code host:port}). */
    record Peer(NodeId id, String address) {}

    /**
     * Where a node's log starts.
     *
     * @param self this node
     * @param voters the voters to begin with where the log is empty; empty for a node that waits to be added
     * @param appliedTerm the Raft term of the entry at {@code appliedIndex}, 0 if there is none
     * @param appliedIndex the Raft index up to which the node's own snapshot holds everything, -1 if there is none
     */
    record Start(Peer self, Set<Peer> voters, long appliedTerm, long appliedIndex) {}
}
