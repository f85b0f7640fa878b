package coco.replica;

/**
 * A state and its place in the ordered log.
 *
 * @param raftTerm term of the log entry at {@code raftIndex}
 * @param raftIndex index up to which the state holds everything; -1 where the log is at its beginning
 */
public record Snapshot(LedgerState state, long raftTerm, long raftIndex) {
    public static final Snapshot NOTHING = new Snapshot(LedgerState.EMPTY, 0, -1);
}
