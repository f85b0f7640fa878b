package coco.raft;

import coco.ledger.NodeId;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Leases that last until they are revoked. */
final class LeaseTable implements Leases {
    private final Set<NodeId> admitted = ConcurrentHashMap.newKeySet();
    private final Map<NodeId, Long> lookups = new ConcurrentHashMap<>();
    private final List<Consumer<NodeId>> listeners = new CopyOnWriteArrayList<>();

    void admit(NodeId node) {
        admitted.add(node);
    }

    void revoke(NodeId node) {
        if (!admitted.remove(node)) return;
        for (var listener : listeners) listener.accept(node);
    }

    /** How often this node was looked up. */
    long lookups(NodeId node) {
        return lookups.getOrDefault(node, 0L);
    }

    @Override
    public @Nullable NodeId holder(X509Certificate presented) {
        var node = RaftSettings.nodeOf(presented);
        lookups.merge(node, 1L, Long::sum);
        return admitted.contains(node) ? node : null;
    }

    @Override
    public void onRevoked(Consumer<NodeId> listener) {
        listeners.add(listener);
    }
}
