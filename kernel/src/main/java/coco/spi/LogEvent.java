package coco.spi;

import coco.crypto.Bytes;
import coco.ledger.NodeId;
import java.util.Set;

/** What an {@link OrderedLog} reports. Events of one node form one FIFO. */
public sealed interface LogEvent {
    /** The entry at {@code index}, appended in {@code term}, is on a majority. */
    record Committed(long term, long index, Bytes batch) implements LogEvent {}

    /** A configuration entry was applied: these are the voters from {@code index} on. It takes no sequence number. */
    record Configuration(long term, long index, Set<NodeId> voters) implements LogEvent {}

    /** This node leads {@code term} and everything of earlier terms has been handed over. */
    record LeaderReady(long term) implements LogEvent {}

    /** This node leads {@code term} no longer, or follows {@code leader} in it where one is known. */
    record NotLeader(long term) implements LogEvent {}

    /** Another node (or this one) is known to lead {@code term}; advice for forwarding, nothing is decided by it. */
    record LeaderChanged(long term, NodeId leader) implements LogEvent {}

    /** The log did not take this attempt. The bytes may have entered it all the same. */
    record Refused(long term, long first, int attempt, String reason) implements LogEvent {}

    /** The read point asked for under {@code id} is reached. */
    record Barrier(long id) implements LogEvent {}

    record BarrierFailed(long id, String reason) implements LogEvent {}

    record ReconfigurationFailed(String reason) implements LogEvent {}

    /** The others have forgotten entries this node still lacks: it needs a snapshot that reaches at least {@code index}. */
    record SnapshotNeeded(long index) implements LogEvent {}

    /** The log is broken (disk, corruption): the node must stop. */
    record Failed(String reason) implements LogEvent {}
}
