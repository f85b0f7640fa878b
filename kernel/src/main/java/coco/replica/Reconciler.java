package coco.replica;

import coco.crypto.Bytes;
import coco.ledger.NodeId;
import coco.spi.OrderedLog;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Makes the voters of the log follow the nodes that the ledger trusts, one node at a time. It keeps nothing: any leader resumes where the
 * last one stopped, by comparing what is with what should be.
 *
 * <p>A new node is added before an old one is removed, so that a replacement never lowers the number of votes that can be had.
 */
public final class Reconciler {
    private static final JsonMapper JSON = JsonMapper.shared();

    private Reconciler() {}

    /** What to ask the log for next; null where its voters are the trusted nodes, or not known yet. */
    public static @Nullable Set<NodeId> step(LedgerState accepted, Set<NodeId> voters) {
        if (accepted.isEmpty() || voters.isEmpty()) return null;
        var trusted = TrustedNodes.of(accepted.store());
        var missing = new TreeSet<>(trusted);
        missing.removeAll(voters);
        var surplus = new TreeSet<>(voters);
        surplus.removeAll(trusted);
        var next = new HashSet<>(voters);
        if (!missing.isEmpty()) next.add(missing.getFirst());
        else if (!surplus.isEmpty()) next.remove(surplus.getFirst());
        else return null;
        return next;
    }

    /** {@link #step} as the event that asks for it, compare and set; null where there is nothing to ask. */
    public static Event.@Nullable ReconfigureAsked ask(LedgerState accepted, Set<NodeId> voters) {
        var next = step(accepted, voters);
        return next == null ? null : new Event.ReconfigureAsked(peers(accepted, voters), peers(accepted, next));
    }

    /** The nodes with the addresses of their logs, which the ledger keeps for retired ones too. */
    public static Set<OrderedLog.Peer> peers(LedgerState accepted, Set<NodeId> nodes) {
        var peers = new HashSet<OrderedLog.Peer>();
        for (var node : nodes) peers.add(new OrderedLog.Peer(node, logAddress(accepted, node)));
        return peers;
    }

    private static String logAddress(LedgerState accepted, NodeId node) {
        var info = accepted.store().get(TrustedNodes.INFO, Bytes.ofUtf8(node.toString()));
        if (info == null) return "";
        try {
            return JSON.readTree(info.bytes().unsafeArray())
                    .path("coco")
                    .path("log")
                    .asString("");
        } catch (JacksonException e) {
            throw new IllegalStateException("broken invariant: the table of nodes is well formed", e);
        }
    }
}
