package coco.node;

import coco.crypto.Bytes;
import coco.governance.Membership;
import coco.ledger.NodeId;
import coco.spi.OrderedLog.Peer;
import coco.store.Version;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.json.JsonMapper;

/** Where nodes listen, as the ledger's table of nodes says. */
final class Addresses {
    private static final JsonMapper JSON = JsonMapper.shared();

    private Addresses() {}

    static Optional<String> peer(Version store, NodeId node) {
        return address(store, node, "peer");
    }

    static Optional<String> log(Version store, NodeId node) {
        return address(store, node, "log");
    }

    private static Optional<String> address(Version store, NodeId node, String which) {
        var row = store.get(Membership.NODES, Bytes.ofUtf8(node.toString()));
        if (row == null) return Optional.empty();
        var text = JSON.readTree(row.bytes().unsafeArray())
                .path("coco")
                .path(which)
                .asString("");
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }

    /** The nodes with the addresses of their logs; a node without one is left out. */
    static Set<Peer> peers(Version store, Set<NodeId> nodes) {
        var peers = new HashSet<Peer>();
        for (var node : nodes) log(store, node).ifPresent(address -> peers.add(new Peer(node, address)));
        return peers;
    }
}
