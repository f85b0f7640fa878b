package coco.raft;

import coco.ledger.NodeId;
import java.security.cert.X509Certificate;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Who may take part in consensus traffic now: the attested nodes whose lease has not ended. Read from many threads, on every
 * handshake, call and message, so both methods are quick and never block.
 */
public interface Leases {
    /** The node that presented this certificate, if its lease holds for consensus traffic now; null otherwise. */
    @Nullable
    NodeId holder(X509Certificate presented);

    /** Registers a listener that is told each node whose lease ends or is withdrawn, after {@link #holder} says so. */
    void onRevoked(Consumer<NodeId> listener);
}
