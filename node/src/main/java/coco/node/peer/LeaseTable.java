package coco.node.peer;

import coco.attestation.Evidence;
import coco.ledger.NodeId;
import coco.spi.LogEngine;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Which nodes may talk to this one now: those whose evidence was good on the peer channel, for as long as the lease
 * lasts and the ledger trusts them.
 * Read on every handshake, call and message of consensus traffic. Thread-safe.
 */
public final class LeaseTable implements LogEngine.Leases {
    /** What a node was let in with, and until when. */
    private record Lease(Evidence evidence, long endMillis) {}

    private final ConcurrentHashMap<NodeId, Lease> leases = new ConcurrentHashMap<>();
    private final CopyOnWriteArrayList<Consumer<NodeId>> listeners = new CopyOnWriteArrayList<>();
    private final long lengthMillis;
    private final LongSupplier nowMillis;
    private volatile Set<NodeId> trusted = Set.of();

    public LeaseTable(long lengthMillis, LongSupplier nowMillis) {
        this.lengthMillis = lengthMillis;
        this.nowMillis = nowMillis;
    }

    /** The node's evidence was good just now. */
    public void grant(NodeId node, Evidence evidence) {
        leases.put(node, new Lease(evidence, nowMillis.getAsLong() + lengthMillis));
    }

    /** Whether half of the node's lease is over, or it has none: time to see its evidence again. */
    public boolean isRenewalDue(NodeId node) {
        var lease = leases.get(node);
        return lease == null || lease.endMillis() - nowMillis.getAsLong() < lengthMillis / 2;
    }

    /**
     * What the ledger trusts from now on. A node that is left out loses its lease at once, as does one that was let in with what the
     * manifests allow no more.
     */
    public void trust(Set<NodeId> nodes, Predicate<Evidence> allowed) {
        var before = trusted;
        trusted = Set.copyOf(nodes);
        for (var node : before) if (!nodes.contains(node)) revoke(node);
        leases.forEach((node, lease) -> {
            if (!allowed.test(lease.evidence)) revoke(node);
        });
    }

    private void revoke(NodeId node) {
        leases.remove(node);
        listeners.forEach(listener -> listener.accept(node));
    }

    /** The node that presents this certificate, if it is trusted and its lease holds. */
    @Override
    public @Nullable NodeId holder(X509Certificate presented) {
        var node = PeerConnection.nodeOf(presented);
        var lease = leases.get(node);
        if (lease == null || !trusted.contains(node)) return null;
        return lease.endMillis() > nowMillis.getAsLong() ? node : null;
    }

    @Override
    public void onRevoked(Consumer<NodeId> listener) {
        listeners.add(listener);
    }

    public List<NodeId> holders() {
        var now = nowMillis.getAsLong();
        return leases.entrySet().stream()
                .filter(lease -> lease.getValue().endMillis() > now && trusted.contains(lease.getKey()))
                .map(lease -> lease.getKey())
                .sorted()
                .toList();
    }
}
