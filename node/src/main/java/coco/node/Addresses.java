package coco.node;

import coco.crypto.Bytes;
import coco.governance.Membership;
import coco.ledger.NodeId;
import coco.store.Version;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/** Where nodes listen for their peers, as the ledger's table of nodes says. */
final class Addresses {
    private static final JsonMapper JSON = JsonMapper.shared();

    private Addresses() {}

    static Optional<String> peer(Version store, NodeId node) {
        var row = store.get(Membership.NODES, Bytes.ofUtf8(node.toString()));
        if (row == null) return Optional.empty();
        var text = JSON.readTree(row.bytes().unsafeArray())
                .path("coco")
                .path("peer")
                .asString("");
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }
}
