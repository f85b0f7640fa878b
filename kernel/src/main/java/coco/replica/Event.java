package coco.replica;

import coco.crypto.Bytes;
import coco.spi.Caller;
import coco.spi.LogEvent;
import coco.spi.OrderedLog;
import coco.spi.Request;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the replica is told. Events come one at a time, in one order; each with the host's time in milliseconds. */
public sealed interface Event {
    /** Something the ordered log reports. */
    record FromLog(LogEvent event) implements Event {}

    /**
     * A client's request.
     *
     * @param ticket names the client that waits; never used twice in the life of a process
     * @param submissionId chosen by the client so that asking again does not execute twice; null for none
     */
    record Submitted(
            long ticket,
            Caller caller,
            String protocol,
            Request request,
            @Nullable Bytes submissionId) implements Event {}

    /** Nothing more is at hand at the moment: a leader closes a batch if the log can take one. */
    record Drained() implements Event {}

    /** Time has passed: refused batches are offered again, epochs end. */
    record Tick() implements Event {}

    /** Asks for a {@link Effect.ReadPoint} that holds everything committed before. */
    record ReadAsked(long id) implements Event {}

    /** Asks the leader to change the voters to what the ledger says; ignored elsewhere. */
    record ReconfigureAsked(Set<OrderedLog.Peer> current, Set<OrderedLog.Peer> desired) implements Event {}

    /**
     * A snapshot of a peer was fetched and checked. It is ignored where the log has brought this node as far in the
     * meantime: tell the log
     * {@link coco.spi.OrderedLog#installed} only where {@link Replica#snapshot} reaches its index afterwards.
     */
    record Installed(Snapshot snapshot) implements Event {}
}
